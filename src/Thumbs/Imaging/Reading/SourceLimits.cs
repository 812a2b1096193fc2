using System.Globalization;

using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>Refuses images that would take too much, from the header, before decoding.</summary>
public static class SourceLimits
{
    /// <summary>The px that a frame counts as, at least: it takes about a millisecond, however small it is.</summary>
    private const int PixelsOfFrame = 1 << 16;

    /// <summary>That libvips reads at once.</summary>
    private const int MostFrames = 100_000;

    /// <param name="source">As declared.</param>
    /// <param name="length">Of the file, in bytes.</param>
    /// <param name="scale">That it will be decoded at.</param>
    /// <param name="job">Its renditions and limits.</param>
    /// <exception cref="ThumbsException">THUMB0107 or THUMB0108.</exception>
    public static void Check(SourceHeader source, long length, double scale, ImageJob job)
    {
        var (frames, making, rows) = (1, 0.0, 0.0);
        foreach (var (recipe, _) in job.Renditions)
        {
            frames = Math.Max(frames, PageRange.Of(recipe, source).Count);
            making = Math.Max(making, Making(source, recipe));
            rows = Math.Max(rows, RowsAtOnce(source, scale, recipe));
        }

        // A vector drawing has as many pixels as it is rendered with.
        var drawn = source.Format is ImageFormat.Svg or ImageFormat.Pdf ? scale * scale : 1;
        var pixels = drawn * source.StoredWidth * source.StoredHeight;
        var counted = frames == 1 ? pixels : frames * Math.Max(pixels, PixelsOfFrame);
        if (counted > job.MaxPixels)
        {
            var size = frames == 1 ? $"{source.Width}×{source.Height} px are"
                : $"{Grouped(frames)} frames of {source.Width}×{source.Height} px{(pixels < PixelsOfFrame ? $", each counted as {Grouped(PixelsOfFrame)} px," : "")} are";
            throw new ThumbsException(Diagnostic.TooManyPixels.At(path: null,
                $"{size} more than the {Grouped(job.MaxPixels)} px that are allowed"));
        }

        if (frames > MostFrames)
            throw new ThumbsException(Diagnostic.TooManyPixels.At(path: null, $"{Grouped(frames)} frames are more than the {Grouped(MostFrames)} that an animation can have here"));

        var memory = length + making + Decoding(source, scale)
            + (job.Renditions.Count > 1 || KeepsForPlaceholder(source, scale, frames, job) ? Decoded(source, scale) * frames : Streaming(source, scale, rows));
        if (memory > job.MaxMemory)
        {
            throw new ThumbsException(Diagnostic.TooMuchMemory.At(path: null,
                $"The image would take about {Mebibytes(memory)} MiB of memory, more than the {Mebibytes(job.MaxMemory)} MiB that are allowed"));
        }
    }

    /// <summary>
    /// Whether frames are kept in memory for a placeholder beside a single rendition, which alone would be made while they are decoded. A
    /// large image must not be refused for it: it is decoded once more.
    /// </summary>
    public static bool KeepsForPlaceholder(SourceHeader source, double scale, int frames, ImageJob job) =>
        job.Placeholder && Decoded(source, scale) * frames <= job.MaxMemory / 4.0;

    /// <summary>
    /// The peak memory of decoding, in bytes, from the way each decoder works: a progressive JPEG keeps all coefficients (2
    /// bytes each, at full size whatever the shrink); an interlaced PNG all pixels; AVIF and WebP decode a whole frame to YUV
    /// and convert it (AVIF was measured at 17 bytes for a 3-byte pixel; WebP scales on the way); GIF keeps its canvas and one copy of
    /// it; a TIFF may be a single strip; an SVG is drawn on one surface. The others keep next to nothing.
    /// </summary>
    private static double Decoding(SourceHeader source, double scale)
    {
        double stored = (double)source.StoredWidth * source.StoredHeight;
        var decoded = Decoded(source, scale);
        return source.Format switch
        {
            ImageFormat.Jpeg => source.Interlaced ? stored * source.Bands * 2 : 0,
            ImageFormat.Png => source.Interlaced ? decoded : 0,
            ImageFormat.WebP => 2 * decoded + (source.Animated ? 8 * stored : 0),
            ImageFormat.Avif or ImageFormat.Heic => 6 * decoded,
            ImageFormat.Gif => 2 * decoded,
            ImageFormat.Tiff => decoded,
            ImageFormat.Svg or ImageFormat.Pdf => decoded,
            // Those of a libvips of the system, which keep all pixels, and may do so in floats.
            > ImageFormat.Svg => 4 * decoded,
            _ => 0,
        };
    }

    private static double Decoded(SourceHeader source, double scale) =>
        (double)source.StoredWidth * source.StoredHeight * scale * scale * source.BytesPerPixel;

    /// <summary>
    /// Measured on pictures of very long rows: the steps of the pipeline hold their pixels three times, and where
    /// there is alpha twice more, as floats.
    /// </summary>
    private static double Streaming(SourceHeader source, double scale, double rows) =>
        rows * source.StoredWidth * scale * ((3 * source.BytesPerPixel) + (source.Bands is 2 or 4 ? 8 * source.Bands : 0));

    /// <summary>The rows that are in memory at once: some dozen, and six for each by which the picture is reduced.</summary>
    private static double RowsAtOnce(SourceHeader source, double scale, Recipe recipe)
    {
        var geometry = GeometryOf(source, recipe);
        var (all, made) = (source.StoredHeight * scale, recipe.Rotate && source.Turned ? geometry.ResizedWidth : geometry.ResizedHeight);
        return Math.Min(all, Math.Max(64, 6 * all / made));
    }

    private static Geometry GeometryOf(SourceHeader source, Recipe recipe) =>
        Geometry.Of(recipe.Rotate ? source.Width : source.StoredWidth, recipe.Rotate ? source.Height : source.StoredHeight, recipe);

    /// <summary>The memory of one rendition: its pixels before and after cutting to size, and the encoder's own copies.</summary>
    private static double Making(SourceHeader source, Recipe recipe)
    {
        var geometry = GeometryOf(source, recipe);
        var frames = PageRange.Of(recipe, source).Count;
        var resized = (double)geometry.ResizedWidth * geometry.ResizedHeight * 4;
        var written = (double)geometry.Width * geometry.Height * 4;
        // Measured: libaom keeps up to 24 bytes a pixel, and twice as much where colours are as fine as brightness, from quality
        // 90 on; libwebp 8 (its input and YUV); the others a few lines.
        var encoding = recipe.Format switch
        {
            ImageFormat.Avif => (recipe.Lossless || recipe.Quality >= 90 ? 12 : 6) * written,
            ImageFormat.WebP => 2 * written,
            _ => written,
        };
        return resized + (written * frames) + encoding;
    }

    private static string Mebibytes(double bytes) => Grouped((long)Math.Ceiling(bytes / (1 << 20)));

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
