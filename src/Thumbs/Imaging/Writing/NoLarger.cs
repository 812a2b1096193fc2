using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Writing;

/// <summary>Sees to it that a rendition in its source's own format is no larger than the source, and a WebP no larger than the GIF that it is made of.</summary>
public static class NoLarger
{
    /// <summary>The smallest file that is found.</summary>
    /// <param name="picture">As <see cref="Encoder"/> takes it.</param>
    /// <param name="recipe">How it is written.</param>
    /// <param name="file">That it was made of.</param>
    /// <param name="isUnchanged">Whether the picture has the very pixels and frames of the source.</param>
    /// <exception cref="Diagnostics.ThumbsException">The format cannot hold the picture (THUMB0110).</exception>
    public static byte[] Encode(Image picture, Recipe recipe, SourceFile file, bool isUnchanged)
    {
        var best = Encoder.Encode(picture, recipe);
        if (recipe.Format == file.Format && isUnchanged && recipe.Colours is null && PlainFile.Of(file.Format, file.Image.Span) is { } plain
            && plain.Length <= best.Length && (recipe.Keep == Metadata.None || plain.Length == file.Image.Length))
            return plain;
        if (recipe.Format != file.Format && (file.Format, recipe.Format) is not (ImageFormat.Gif, ImageFormat.WebP))
            return best;
        foreach (var harder in Harder(recipe))
        {
            if (best.Length <= file.Bytes)
                break;
            var other = Encoder.Encode(picture, harder);
            best = other.Length < best.Length ? other : best;
        }

        return best;
    }

    /// <summary>Ways to write the picture that take longer and show no less. With AVIF, they would take minutes.</summary>
    private static Recipe[] Harder(Recipe recipe)
    {
        var most = recipe with { Effort = Recipe.MostEffort };
        return recipe.Format switch
        {
            ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Gif => [most],
            ImageFormat.WebP or ImageFormat.Tiff => [most with { Lossless = true }, most],
            _ => [],
        };
    }
}
