using System.Text;

using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Writing;

/// <summary>The files among the icons of a site that no picture is drawn for.</summary>
public static class IconText
{
    /// <summary>The bytes of one; <see langword="null"/> where the recipe is that of a picture.</summary>
    /// <param name="recipe">Of the file to write.</param>
    /// <param name="file">The source.</param>
    /// <param name="hasSvg">Whether the SVG is among the icons: by the name of the source, which its content may contradict.</param>
    /// <exception cref="ThumbsException">It is to be an SVG, and the source is none (THUMB0110).</exception>
    public static byte[]? Of(Recipe recipe, SourceFile file, bool hasSvg) => recipe.Format switch
    {
        ImageFormat.Svg when file.Format != ImageFormat.Svg => throw new ThumbsException(Diagnostic.CannotEncode.At(path: null,
            $"The file is called an SVG and is {file.Format.Name()}, so there can be no {IconFiles.Svg}; give it the right extension")),
        ImageFormat.Svg => file.Image.ToArray(),
        ImageFormat.WebManifest => Encoding.UTF8.GetBytes(IconFiles.ManifestText()),
        ImageFormat.Html => Encoding.UTF8.GetBytes(IconFiles.PageText(hasSvg && file.Format == ImageFormat.Svg)),
        _ => null,
    };
}
