using System.Globalization;

using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>Refuses images that would take too much, from the header, before decoding.</summary>
public static class SourceLimits
{
    /// <param name="source">As declared.</param>
    /// <param name="length">Of the file, in bytes.</param>
    /// <param name="scale">That it will be decoded at.</param>
    /// <param name="job">Its renditions and limits.</param>
    /// <exception cref="ThumbsException">THUMB0107 or THUMB0108.</exception>
    public static void Check(SourceHeader source, long length, double scale, ImageJob job)
    {
        var (frames, making) = (1, 0.0);
        foreach (var (recipe, _) in job.Renditions)
        {
            frames = Math.Max(frames, PageRange.Of(recipe, source).Count);
            making = Math.Max(making, Making(source, recipe));
        }

        // A vector drawing has as many pixels as it is rendered with.
        var drawn = source.Format is ImageFormat.Svg or ImageFormat.Pdf ? scale * scale : 1;
        var pixels = drawn * source.StoredWidth * source.StoredHeight * frames;
        if (pixels > job.MaxPixels)
        {
            var size = frames > 1 ? $"{frames} frames of {source.Width}×{source.Height} px are" : $"{source.Width}×{source.Height} px are";
            throw new ThumbsException(Diagnostic.TooManyPixels.At(path: null,
                $"{size} more than the {Grouped(job.MaxPixels)} px that are allowed"));
        }

        var memory = length + making + Decoding(source, scale, frames, job.Renditions.Count > 1);
        if (memory > job.MaxMemory)
        {
            throw new ThumbsException(Diagnostic.TooMuchMemory.At(path: null,
                $"The image would take about {Mebibytes(memory)} MiB of memory, more than the {Mebibytes(job.MaxMemory)} MiB that are allowed"));
        }
    }

    /// <summary>
    /// The peak memory of decoding, in bytes, from the way each decoder works: a progressive JPEG keeps all coefficients (2
    /// bytes each, at full size whatever the shrink); an interlaced PNG all pixels; AVIF and WebP decode a whole frame to YUV
    /// and convert it (AVIF was measured at 17 bytes for a 3-byte pixel; WebP scales on the way); GIF keeps its canvas and one copy of
    /// it; a TIFF may be a single strip; an SVG is drawn on one surface. The others stream a few dozen lines.
    /// </summary>
    private static double Decoding(SourceHeader source, double scale, int frames, bool keptForSeveral)
    {
        double stored = (double)source.StoredWidth * source.StoredHeight;
        var decoded = stored * scale * scale * source.BytesPerPixel;
        var working = source.Format switch
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
        const double lines = 64;
        return working + (keptForSeveral ? decoded * frames : lines * source.StoredWidth * scale * source.BytesPerPixel);
    }

    /// <summary>The memory of one rendition: its pixels before and after cutting to size, and the encoder's own copies.</summary>
    private static double Making(SourceHeader source, Recipe recipe)
    {
        var geometry = Geometry.Of(recipe.Rotate ? source.Width : source.StoredWidth, recipe.Rotate ? source.Height : source.StoredHeight, recipe);
        var frames = PageRange.Of(recipe, source).Count;
        var resized = (double)geometry.ResizedWidth * geometry.ResizedHeight * 4;
        var written = (double)geometry.Width * geometry.Height * 4;
        // Measured: libaom keeps about 64 bytes a pixel, libwebp 8 (its input and YUV), the others a few lines.
        var encoding = recipe.Format switch
        {
            ImageFormat.Avif => 16 * written,
            ImageFormat.WebP => 2 * written,
            _ => written,
        };
        return resized + (written * frames) + encoding;
    }

    private static string Mebibytes(double bytes) => Grouped((long)Math.Ceiling(bytes / (1 << 20)));

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
