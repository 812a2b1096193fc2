using NetVips;

using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Resizing;

/// <summary>Runs a pipeline of libvips and holds its pixels in memory, where they can be read in any order and more than once.</summary>
internal static class PixelMemory
{
    /// <summary>What may wait above a pipeline at once, in bytes: few cores have a larger cache.</summary>
    private const double StripBytes = 4 << 20;

    /// <summary>
    /// The pixels alone, computed on the calling thread strip by strip. libvips' own sinks hand every strip from thread to
    /// thread, which costs a thumbnail more than it gains: there is a process for each core already.
    /// </summary>
    /// <param name="pipeline">Read once, from top to bottom.</param>
    /// <param name="width">Of what is taken of it, from the left, in px.</param>
    /// <param name="height">Of what is taken of it, from the top, in px.</param>
    /// <param name="sourceBytes">The memory of all the pixels that the pipeline reads: what decides how high a strip is.</param>
    public static Image WithoutMetadata(Image pipeline, int width, int height, double sourceBytes)
    {
        var (bands, format) = (pipeline.Bands, pipeline.Format);
        var rowBytes = width * bands * SourceHeader.SampleSize(format);
        var strips = Math.Max(1, Math.Ceiling(sourceBytes / StripBytes));
        var stripHeight = Math.Clamp((int)Math.Ceiling(height / strips), 1, height);

        byte[] pixels;
        using (var region = Region.New(pipeline))
        {
            if (stripHeight == height)
            {
                pixels = region.Fetch(0, 0, width, height);
            }
            else
            {
                pixels = GC.AllocateUninitializedArray<byte>(checked(rowBytes * height));
                for (var top = 0; top < height; top += stripHeight)
                    region.Fetch(0, top, width, Math.Min(stripHeight, height - top)).CopyTo(pixels, top * rowBytes);
            }
        }

        using var bare = Image.NewFromMemory<byte>(pixels, width, height, bands, format);
        return bare.Copy(interpretation: pipeline.Interpretation);
    }

    /// <summary>The pixels with all that the image carries: profile, EXIF, delays.</summary>
    public static Image WithMetadata(Image pipeline) => pipeline.CopyMemory();

    /// <summary>The first px of an image, with all that it carries.</summary>
    public static Image WithMetadata(Image pipeline, int width, int height)
    {
        if (pipeline.Width == width && pipeline.Height == height)
            return WithMetadata(pipeline);
        using var part = pipeline.ExtractArea(0, 0, width, height);
        return WithMetadata(part);
    }
}
