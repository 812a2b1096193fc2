using NetVips;

using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Resizing;

/// <summary>Runs a pipeline of libvips into memory, where its pixels can be read in any order and more than once.</summary>
public static class PixelMemory
{
    /// <summary>The bytes of the source that one strip of a pipeline may need: few cores have a larger cache.</summary>
    private const double StripBytes = 4 << 20;

    /// <summary>In rows: decoders give lines, and collecting very many of them for one strip takes time by their square.</summary>
    private const int MostRows = 1024;

    /// <summary>
    /// The pixels alone, computed on the calling thread strip by strip. libvips' own sinks hand every strip from thread to
    /// thread, which costs a thumbnail more than it gains: there is a process for each core already.
    /// </summary>
    /// <param name="pipeline">Read once, from top to bottom.</param>
    /// <param name="width">The width of the result, from the left of the pipeline, in px.</param>
    /// <param name="height">The height of the result, from the top of the pipeline, in px.</param>
    /// <param name="sourceBytes">The memory of all the pixels that the pipeline reads, which decides the height of a strip.</param>
    public static Image WithoutMetadata(Image pipeline, int width, int height, double sourceBytes)
    {
        var (bands, format) = (pipeline.Bands, pipeline.Format);
        var rowBytes = width * bands * SourceHeader.SampleSize(format);
        var strips = Math.Max(1, Math.Ceiling(sourceBytes / StripBytes));
        var stripHeight = Math.Clamp((int)Math.Ceiling(height / strips), 1, Math.Min(height, MostRows));

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

    /// <summary>The pixels with all metadata of the image: profile, EXIF, delays.</summary>
    public static Image WithMetadata(Image pipeline) => pipeline.CopyMemory();

    /// <summary>The first px of an image, with all its metadata.</summary>
    public static Image WithMetadata(Image pipeline, int width, int height)
    {
        if (pipeline.Width == width && pipeline.Height == height)
            return WithMetadata(pipeline);
        using var part = pipeline.ExtractArea(0, 0, width, height);
        return WithMetadata(part);
    }
}
