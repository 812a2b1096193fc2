namespace Thumbs.Images;

/// <summary>The formats that are read; all but <see cref="Svg"/> are written too.</summary>
public enum ImageFormat
{
    Jpeg,
    Png,
    WebP,
    Avif,
    Gif,
    Tiff,
    Svg,
}
