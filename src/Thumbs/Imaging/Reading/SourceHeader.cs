using NetVips;

using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>What the header of a source declares, without decoding.</summary>
/// <param name="Format">By its bytes.</param>
/// <param name="StoredWidth">Of one page, in px, as the pixels are stored.</param>
/// <param name="StoredHeight">Of one page, in px, as the pixels are stored.</param>
/// <param name="Pages">Frames or pages in the file.</param>
/// <param name="Orientation">The EXIF value, 1 to 8.</param>
/// <param name="Bands">Channels of a pixel.</param>
/// <param name="BytesPerPixel">Of a decoded pixel.</param>
/// <param name="Interlaced">Whether it is a progressive JPEG or an interlaced PNG, which is decoded as a whole.</param>
public sealed record SourceHeader(
    ImageFormat Format,
    int StoredWidth,
    int StoredHeight,
    int Pages,
    int Orientation,
    int Bands,
    int BytesPerPixel,
    bool Interlaced)
{
    /// <summary>Whether the orientation, 5 to 8, turns the picture by a quarter.</summary>
    public bool Turned => Orientation >= 5;

    /// <summary>In px, with the orientation applied.</summary>
    public int Width => Turned ? StoredHeight : StoredWidth;

    /// <summary>In px, with the orientation applied.</summary>
    public int Height => Turned ? StoredWidth : StoredHeight;

    public bool Animated => SourceFacts.IsAnimation(Format, Pages);

    /// <param name="format">By the file's bytes.</param>
    /// <param name="image">As a loader opened it, at full size.</param>
    public static SourceHeader Of(ImageFormat format, Image image)
    {
        var pages = image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;
        var orientation = image.Contains("orientation") ? (int)image.Get("orientation") : 1;
        var bands = image.Bands;
        return new(
            format,
            image.Width,
            image.PageHeight,
            Math.Max(1, pages),
            orientation is >= 1 and <= 8 ? orientation : 1,
            bands,
            bands * SampleSize(image.Format),
            image.Contains("interlaced"));
    }

    /// <summary>In bytes.</summary>
    public static int SampleSize(Enums.BandFormat format) => format switch
    {
        Enums.BandFormat.Uchar or Enums.BandFormat.Char => 1,
        Enums.BandFormat.Ushort or Enums.BandFormat.Short => 2,
        Enums.BandFormat.Uint or Enums.BandFormat.Int or Enums.BandFormat.Float => 4,
        Enums.BandFormat.Dpcomplex => 16,
        _ => 8,
    };
}
