using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>The recipes of the icons of a site.</summary>
public static class IconRecipes
{
    /// <summary>All the files of <see cref="IconFiles"/> that a source has.</summary>
    /// <param name="options">What of them has a meaning for icons.</param>
    /// <param name="source">The format of the source.</param>
    /// <param name="withPage">Whether a page with the markup is wanted.</param>
    public static IEnumerable<NamedRecipe> Of(RenditionOptions options, ImageFormat source, bool withPage)
    {
        yield return Named(IconFiles.Ico, IconFiles.IcoSides[^1], ImageFormat.Ico, IconUse.Plain);
        if (source == ImageFormat.Svg)
            yield return Named(IconFiles.Svg, IconFiles.AppSides[^1], ImageFormat.Svg, IconUse.Plain);
        yield return Named(IconFiles.AppleTouch, IconFiles.AppleTouchSide, ImageFormat.Png, IconUse.Opaque);
        foreach (var side in IconFiles.AppSides)
        {
            yield return Named(IconFiles.App(side, isMaskable: false), side, ImageFormat.Png, IconUse.Plain);
            yield return Named(IconFiles.App(side, isMaskable: true), side, ImageFormat.Png, IconUse.Maskable);
        }

        yield return Named(IconFiles.Manifest, IconFiles.AppSides[^1], ImageFormat.WebManifest, IconUse.Plain);
        if (withPage)
            yield return Named(IconFiles.Page, IconFiles.AppSides[^1], ImageFormat.Html, IconUse.Plain);

        NamedRecipe Named(string name, int side, ImageFormat format, IconUse use) => new(RecipeOf(options, side, format, use), KeepsExtension: false, name);
    }

    private static Recipe RecipeOf(RenditionOptions options, int side, ImageFormat format, IconUse use) => new()
    {
        Width = side,
        Height = side,
        Fit = Fit.Contain,
        Enlarge = true,
        Kernel = options.Kernel,
        Sharpen = options.Sharpen,
        Format = format,
        Effort = options.Effort.For(ImageFormat.Png) ?? RecipeBook.UsualEffort(ImageFormat.Png),
        Colours = options.Colours,
        // Around a plain one there is nothing, as there is nothing behind its source.
        Background = use == IconUse.Plain ? null : options.Background,
        Rotate = options.Rotate,
        Animate = false,
        Page = options.Page,
        Icon = use,
    };
}
