namespace Thumbs.Images;

/// <summary>Estimates what renditions cost, in µs of one core, before anything is known of the picture but the size of its file.</summary>
/// <remarks>
/// Measured on photographs at 2.4 megapixels, on an EPYC of 2020. Only ratios count: they decide what is begun first and how
/// work is divided.
/// </remarks>
public static class RenditionCost
{
    /// <summary>Of any rendition, however small.</summary>
    private const long Least = 300;

    /// <summary>For each px of the rendition, in ns: reducing the picture to it, and turning and cutting.</summary>
    private const double Resizing = 10;

    /// <summary>For each byte of the source, in ns: reading and decoding it.</summary>
    private const double Decoding = 25;

    /// <summary>No photograph was seen to have more px for each byte of its file, so a rendition is not larger.</summary>
    private const double MostPixelsPerByte = 40;

    /// <summary>The height of a picture of which only the width is known, and the other way round.</summary>
    private const double UsualAspect = 2.0 / 3;

    /// <summary>For each px, in ns, by effort.</summary>
    private static readonly int[]
        Avif = [150, 300, 350, 400, 1800, 2150, 4400, 6000, 9000, 15000],
        WebP = [25, 60, 60, 65, 145, 145, 150, 170, 250, 280],
        Png = [30, 30, 35, 40, 50, 70, 90, 150, 300, 500];

    /// <summary>Reading and decoding a source.</summary>
    /// <param name="bytes">The size of its file.</param>
    public static long OfDecoding(long bytes) => (long)(bytes * Decoding / 1000);

    /// <summary>Making one rendition of the decoded source.</summary>
    /// <param name="recipe">The rendition's.</param>
    /// <param name="bytes">The size of the source's file.</param>
    /// <param name="isDrawing">Whether the source has any size.</param>
    public static long Of(Recipe recipe, long bytes, bool isDrawing)
    {
        var width = recipe.Width ?? (recipe.Height!.Value / UsualAspect);
        var height = recipe.Height ?? (width * UsualAspect);
        var pixels = isDrawing || recipe.Enlarge ? width * height : Math.Min(width * height, bytes * MostPixelsPerByte);
        return Least + (long)(pixels * (Resizing + Encoding(recipe)) / 1000);
    }

    private static int Encoding(Recipe recipe) => recipe.Format switch
    {
        ImageFormat.Avif => Avif[recipe.Effort],
        ImageFormat.WebP => WebP[recipe.Effort] * (recipe.Lossless ? 2 : 1),
        ImageFormat.Png => Png[recipe.Effort],
        ImageFormat.Gif => 840,
        ImageFormat.Jpeg when recipe.Effort >= Recipe.TrellisEffort => 75,
        _ => 15,
    };
}
