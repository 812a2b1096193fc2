using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>Limits what is embedded in a drawing, and what it draws again and again.</summary>
public static class DrawingLimits
{
    /// <exception cref="ThumbsException">It is too much (THUMB0107, THUMB0108).</exception>
    public static void Check(SvgDocument drawing, ImageJob job)
    {
        if (drawing.EmbeddedPixels > job.MaxPixels)
            throw new ThumbsException(Diagnostic.TooManyPixels.At(path: null, $"The images embedded in the drawing have more than the {job.MaxPixels} px that are allowed"));
        if (drawing.RepeatedPixels + drawing.EmbeddedPixels > job.MaxPixels)
            throw new ThumbsException(Diagnostic.TooManyPixels.At(path: null, $"To draw what the drawing repeats by references, such as <use>, would take longer than an image of the {job.MaxPixels} px that are allowed"));
        if (drawing.EmbeddedPixels * SvgDocument.BytesPerPixel > job.MaxMemory)
            throw new ThumbsException(Diagnostic.TooMuchMemory.At(path: null, $"The images embedded in the drawing would take more than the {job.MaxMemory >> 20} MiB of memory that are allowed"));
    }
}
