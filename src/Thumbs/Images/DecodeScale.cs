namespace Thumbs.Images;

/// <summary>
/// How large a source is decoded for a rendition (shrink-on-load). This is part of what decides its bytes, so it depends on the
/// rendition alone, and not on the others of the source.
/// </summary>
public static class DecodeScale
{
    /// <summary>
    /// The factor that is left for the resize after a shrink-on-load, at least: a decoder's own shrinking is a box filter, whose
    /// blur and aliasing the resize has to hide.
    /// </summary>
    /// <remarks>
    /// Chosen on 11 photographs of 0.7 to 21 megapixels, decoded at 1/8 and reduced, against all of their pixels reduced by
    /// Pillow's Lanczos: at a margin of 1.05 the median is 41 dB (PSNR), at 1.5 46 dB, at 1.75 48 dB, at 2 50 dB, and a full
    /// decode gives 51 dB. What an encoder then loses is far more (at quality 75, all but 33 dB), so that 1.5 cannot be told
    /// from a full decode. The tests hold a test picture with detail at every scale to 40 dB.
    /// </remarks>
    private const double Margin = 1.5;

    /// <summary>The same for reduced copies in a file: their filter and the rounding of their sides are not known.</summary>
    private const double MarginOfCopies = 1.9;

    /// <summary>The scale to decode at: 1 for all of the pixels, 0.5 for half the width and height.</summary>
    /// <param name="format">Of the source.</param>
    /// <param name="width">Of the source, in px, after its orientation was applied.</param>
    /// <param name="height">Of the source, in px, after its orientation was applied.</param>
    /// <param name="recipe">Of the rendition.</param>
    public static double Of(ImageFormat format, int width, int height, Recipe recipe) => Of(format, width, height, [recipe]);

    /// <summary>The largest scale that one of several renditions is decoded at.</summary>
    /// <param name="format">Of the source.</param>
    /// <param name="width">Of the source, in px, after its orientation was applied.</param>
    /// <param name="height">Of the source, in px, after its orientation was applied.</param>
    /// <param name="recipes">Of the renditions; not empty.</param>
    public static double Of(ImageFormat format, int width, int height, IEnumerable<Recipe> recipes)
    {
        // A drawing has no pixels to enlarge.
        var needed = LargestFor(width, height, format is ImageFormat.Svg or ImageFormat.Pdf ? recipes.Select(Drawn) : recipes);
        return format switch
        {
            ImageFormat.Svg or ImageFormat.Pdf => needed,
            ImageFormat.Jpeg => PowerOfTwo(needed * Margin, smallest: 1.0 / 8),
            ImageFormat.WebP => PowerOfTwo(needed * Margin, smallest: 1.0 / 16),
            _ => 1,
        };
    }

    /// <summary>The smallest of the scales 1, 0.5, 0.25 … at which a reduced copy is large enough for some renditions.</summary>
    /// <param name="width">Of the source, in px, after its orientation was applied.</param>
    /// <param name="height">Of the source, in px, after its orientation was applied.</param>
    /// <param name="recipes">Of the renditions; not empty.</param>
    /// <param name="smallest">That there is.</param>
    public static double Halved(int width, int height, IEnumerable<Recipe> recipes, double smallest) =>
        PowerOfTwo(LargestFor(width, height, recipes) * MarginOfCopies, smallest);

    private static double LargestFor(int width, int height, IEnumerable<Recipe> recipes)
    {
        // Not LINQ's Max, whose code for doubles is in no assembly (see docs/architecture.md, "Code that runs at every start").
        var largest = 0.0;
        foreach (var recipe in recipes)
            largest = Math.Max(largest, ScaleFor(width, height, recipe));
        return largest;
    }

    /// <summary>The recipe for a drawing, which is drawn at the size that is asked for.</summary>
    public static Recipe Drawn(Recipe recipe) => recipe with { Enlarge = true };

    private static double ScaleFor(int width, int height, Recipe recipe)
    {
        // Where the orientation is not applied, the pixels may lie either way: the larger of both scales is enough for them.
        return recipe.Rotate ? Scale(width, height) : Math.Max(Scale(width, height), Scale(height, width));

        double Scale(int across, int down)
        {
            var geometry = Geometry.Of(across, down, recipe);
            return Math.Max((double)geometry.ResizedWidth / across, (double)geometry.ResizedHeight / down);
        }
    }

    private static double PowerOfTwo(double needed, double smallest)
    {
        var scale = 1.0;
        while (scale > smallest && scale / 2 >= needed)
            scale /= 2;
        return scale;
    }
}
