namespace Thumbs.Images;

/// <summary>
/// The formats that are read. Those before <see cref="Svg"/> are written too; those after it only a libvips of the system reads,
/// and those from <see cref="Ico"/> on nothing does.
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

    /// <summary>A Windows icon; this and those after it are only written, of the icons of a site.</summary>
    Ico,

    /// <summary>The list of a web app's icons.</summary>
    WebManifest,

    /// <summary>The lines with which a page names its icons.</summary>
    Html,
}
