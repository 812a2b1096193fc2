namespace Thumbs.Images;

/// <summary>
/// The formats that are read. Those before <see cref="Svg"/> are written too; those after it only a libvips of the system reads.
/// </summary>
public enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Avif,
    Gif,
    Tiff,
    Svg,

    /// <summary>HEIF with HEVC in it.</summary>
    Heic,

    JpegXl,

    Jpeg2000,

    Bmp,

    /// <summary>Photoshop's.</summary>
    Psd,

    Pdf,

    /// <summary>Of cameras.</summary>
    Raw,
}
