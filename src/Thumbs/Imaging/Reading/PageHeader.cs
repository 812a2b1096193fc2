using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>What the header declares of the frames that renditions are made from.</summary>
public static class PageHeader
{
    /// <summary>In files whose pages have different sizes, each page has its own header, which may exceed the limits.</summary>
    /// <param name="decoder">Of the source.</param>
    /// <param name="source">What the header of the first page declares.</param>
    /// <param name="frames">Those wanted.</param>
    /// <param name="length">Of the file, in bytes.</param>
    /// <param name="job">Its limits.</param>
    /// <exception cref="ThumbsException">There is no such page, or it is too large.</exception>
    public static SourceHeader Of(Decoder decoder, SourceHeader source, PageRange frames, long length, ImageJob job)
    {
        if (frames.First >= source.Pages)
            throw new ThumbsException(Diagnostic.NoSuchPage.At(path: null, source.Pages == 1
                ? $"There is no page {frames.First}: the image has one page only, page 0"
                : $"There is no page {frames.First}: the image has pages 0 to {source.Pages - 1}"));
        if (frames.First == 0 || source.Format is not (ImageFormat.Tiff or ImageFormat.Avif or ImageFormat.Heic))
            return source;
        using var page = decoder.Open(frames, scale: 1);
        var header = SourceHeader.Of(source.Format, page);
        SourceLimits.Check(header, length, scale: 1, job);
        return header;
    }
}
