namespace Thumbs.Planning;

/// <summary>What the formats are called: in file names, in options and manifests, on the web.</summary>
internal static class FormatNames
{
    private static readonly Dictionary<string, ImageFormat> Readable = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jpg"] = ImageFormat.Jpeg,
        ["jpeg"] = ImageFormat.Jpeg,
        ["jpe"] = ImageFormat.Jpeg,
        ["jfif"] = ImageFormat.Jpeg,
        ["png"] = ImageFormat.Png,
        ["apng"] = ImageFormat.Png,
        ["webp"] = ImageFormat.WebP,
        ["avif"] = ImageFormat.Avif,
        ["gif"] = ImageFormat.Gif,
        ["tif"] = ImageFormat.Tiff,
        ["tiff"] = ImageFormat.Tiff,
        ["svg"] = ImageFormat.Svg,
        ["svgz"] = ImageFormat.Svg,
    };

    /// <summary>Pictures that a user may expect thumbnails of, in formats that the libvips of this package does not read.</summary>
    private static readonly Dictionary<string, string> Unreadable = new(StringComparer.OrdinalIgnoreCase)
    {
        ["heic"] = "HEIC",
        ["heif"] = "HEIF",
        ["hif"] = "HEIF",
        ["bmp"] = "BMP",
        ["dib"] = "BMP",
        ["ico"] = "Windows icon",
        ["psd"] = "Photoshop",
        ["psb"] = "Photoshop",
        ["jxl"] = "JPEG XL",
        ["jp2"] = "JPEG 2000",
        ["j2k"] = "JPEG 2000",
        ["jpx"] = "JPEG 2000",
        ["jxr"] = "JPEG XR",
        ["tga"] = "Targa",
        ["pcx"] = "PCX",
        ["exr"] = "OpenEXR",
        ["hdr"] = "Radiance HDR",
        ["eps"] = "EPS",
        ["xcf"] = "GIMP",
        ["cr2"] = "Canon raw",
        ["cr3"] = "Canon raw",
        ["nef"] = "Nikon raw",
        ["arw"] = "Sony raw",
        ["dng"] = "DNG raw",
        ["raf"] = "Fujifilm raw",
        ["orf"] = "Olympus raw",
        ["rw2"] = "Panasonic raw",
        ["pef"] = "Pentax raw",
    };

    private static readonly Dictionary<string, ImageFormat>.AlternateLookup<ReadOnlySpan<char>> ReadableBySpan =
        Readable.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> UnreadableBySpan =
        Unreadable.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The format that a file's name promises; <see langword="null"/> where it promises none that can be read.</summary>
    public static ImageFormat? ByName(ReadOnlySpan<char> fileName) =>
        ReadableBySpan.TryGetValue(ExtensionOf(fileName), out var format) ? format : null;

    /// <summary>What an image format that cannot be read is called; <see langword="null"/> for every other file.</summary>
    public static string? UnreadableByName(ReadOnlySpan<char> fileName) =>
        UnreadableBySpan.TryGetValue(ExtensionOf(fileName), out var name) ? name : null;

    /// <summary>The extension that files of a format are given, without the dot.</summary>
    public static string Extension(this ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "jpg",
        ImageFormat.Tiff => "tif",
        _ => format.Name(),
    };

    /// <summary>The word for the format in options, templates and manifests.</summary>
    public static string Name(this ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "jpeg",
        ImageFormat.Png => "png",
        ImageFormat.WebP => "webp",
        ImageFormat.Avif => "avif",
        ImageFormat.Gif => "gif",
        ImageFormat.Tiff => "tiff",
        ImageFormat.Svg => "svg",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
    };

    /// <summary>The media type as registered with IANA.</summary>
    public static string MediaType(this ImageFormat format) =>
        format == ImageFormat.Svg ? "image/svg+xml" : "image/" + format.Name();

    private static ReadOnlySpan<char> ExtensionOf(ReadOnlySpan<char> fileName)
    {
        var extension = Path.GetExtension(fileName);
        return extension.IsEmpty ? extension : extension[1..];
    }
}
