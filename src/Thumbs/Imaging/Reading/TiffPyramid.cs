using NetVips;

using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>
/// The reduced copies of its picture that a multi-resolution TIFF holds, each half as large as the one before: as further pages, or
/// in directories below the first.
/// </summary>
/// <remarks>
/// The copy that a rendition is made from depends on the rendition alone, so that its bytes do not depend on which others are
/// made in the same job. The thumbnails that an AVIF may carry are not used: they are encoded separately, and may
/// look different from the picture.
/// </remarks>
public sealed class TiffPyramid
{
    private readonly Decoder _decoder;
    private readonly SourceHeader _source;
    private readonly bool _asPages;
    private readonly int _levels;

    private TiffPyramid(Decoder decoder, SourceHeader source, bool asPages, int levels)
    {
        _decoder = decoder;
        _source = source;
        _asPages = asPages;
        _levels = levels;
    }

    /// <summary>The pyramid of a file, or <see langword="null"/> where it has none, such as a document of several pages.</summary>
    public static TiffPyramid? Of(Decoder decoder, SourceHeader source, Image header)
    {
        if (source.Format != ImageFormat.Tiff)
            return null;
        var directories = header.Contains("n-subifds") ? (int)header.Get("n-subifds") : 0;
        var pyramid = new TiffPyramid(decoder, source, directories == 0, directories == 0 ? source.Pages - 1 : directories);
        return pyramid._levels > 0 && pyramid.IsWhole(header) ? pyramid : null;
    }

    /// <summary>The scale of the copy that is large enough for some renditions; 1 for the picture itself.</summary>
    public double ScaleFor(IEnumerable<Recipe> recipes) =>
        DecodeScale.Halved(_source.Width, _source.Height, recipes, smallest: Math.ScaleB(1, -_levels));

    /// <summary>Opens the copy of this scale.</summary>
    public Image Open(double scale) => scale == 1
        ? _decoder.Open(new PageRange(0, 1), scale)
        : OpenCopy(-Math.ILogB(scale));

    private Image OpenCopy(int level, Enums.FailOn? failOn = null) =>
        _decoder.OpenTiff(page: _asPages ? level : 0, directory: _asPages ? -1 : level - 1, failOn);

    /// <summary>Whether every further page or directory is the picture again, half the size of the one before.</summary>
    private bool IsWhole(Image header)
    {
        for (var level = 1; level <= _levels; level++)
        {
            using var copy = OpenCopy(level, Enums.FailOn.None);
            var same = copy.Bands == header.Bands
                && copy.Format == header.Format
                && copy.Interpretation == header.Interpretation
                && IsHalved(_source.StoredWidth, copy.Width, level)
                && IsHalved(_source.StoredHeight, copy.Height, level);
            if (!same)
                return false;
        }

        return true;
    }

    /// <summary>Some programs round up where others round down, at every level.</summary>
    private static bool IsHalved(int full, int length, int level) => Math.Abs(length - Math.ScaleB(full, -level)) <= 1;
}
