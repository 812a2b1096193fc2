using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>A recipe, and what the names of its files depend on besides.</summary>
/// <param name="Recipe">Shared by all the sources of one format.</param>
/// <param name="KeepsExtension">Whether the file keeps the extension of its source, letter by letter.</param>
/// <param name="FileName">Where it does not follow from the name of the source.</param>
public sealed record NamedRecipe(Recipe Recipe, bool KeepsExtension, string? FileName = null);

/// <summary>The recipes of a request's options for each format of source, each made once.</summary>
/// <param name="options">The options.</param>
/// <param name="withPage">Whether a page with the markup of icons is wanted among them.</param>
public sealed class RecipeBook(RenditionOptions options, bool withPage = false)
{
    private readonly List<NamedRecipe>?[] _byFormat = new List<NamedRecipe>?[FormatNames.Count];

    /// <summary>The recipes for sources of a format: for each box every format, without repetitions.</summary>
    public IReadOnlyList<NamedRecipe> For(ImageFormat source) => _byFormat[(int)source] ??= Write(source);

    private List<NamedRecipe> Write(ImageFormat source)
    {
        if (options.Icons)
            return [.. IconRecipes.Of(options, source, withPage)];
        var recipes = new List<NamedRecipe>();
        foreach (var box in options.Boxes)
        {
            foreach (var format in options.Formats)
            {
                var named = Write(box, format, source);
                if (!recipes.Exists(known => known.Recipe.Canonical == named.Recipe.Canonical))
                    recipes.Add(named);
            }
        }
        return recipes;
    }

    private NamedRecipe Write(Box box, ImageFormat? wanted, ImageFormat source)
    {
        var format = wanted ?? source.WrittenAs();
        var recipe = new Recipe
        {
            Width = box.Width,
            Height = box.Height,
            Fit = options.Fit,
            Position = options.Position,
            FocalPoint = options.FocalPoint,
            Enlarge = options.Enlarge,
            Kernel = options.Kernel,
            Sharpen = options.Sharpen,
            Format = format,
            Quality = options.Quality.For(format) ?? UsualQuality(format),
            Effort = options.Effort.For(format) ?? UsualEffort(format),
            Colours = options.Colours,
            Lossless = options.Lossless.IsOn(format),
            Progressive = options.Progressive.IsOn(format),
            Background = options.Background,
            Keep = options.Keep,
            Rotate = options.Rotate,
            Animate = options.Animate,
            Page = options.Page,
        };
        return new(recipe, KeepsExtension: wanted is null && format == source);
    }

    /// <summary>The defaults of sharp, with which most pictures of the web are made.</summary>
    private static int UsualQuality(ImageFormat format) => format == ImageFormat.Avif ? 50 : 80;

    /// <summary>The encoders' own defaults on the common scale: 4 of 6 for WebP, 6 of 9 for PNG's zlib, 7 of 10 for GIF; below trellis for JPEG.</summary>
    internal static int UsualEffort(ImageFormat format) => format == ImageFormat.Avif ? 4 : 6;
}
