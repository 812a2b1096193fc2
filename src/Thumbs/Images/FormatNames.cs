namespace Thumbs.Images;

/// <summary>The names of the formats: in file names, in options and manifests, on the web.</summary>
public static class FormatNames
{
    /// <summary>
    /// By extension. Those that the libvips of this package does not read are pictures that a user may expect thumbnails of.
    /// </summary>
    private static readonly Dictionary<string, KnownFormat> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jpg"] = new("JPEG", ImageFormat.Jpeg),
        ["jpeg"] = new("JPEG", ImageFormat.Jpeg),
        ["jpe"] = new("JPEG", ImageFormat.Jpeg),
        ["jfif"] = new("JPEG", ImageFormat.Jpeg),
        ["png"] = new("PNG", ImageFormat.Png),
        ["apng"] = new("PNG", ImageFormat.Png),
        ["webp"] = new("WebP", ImageFormat.WebP),
        ["avif"] = new("AVIF", ImageFormat.Avif),
        ["gif"] = new("GIF", ImageFormat.Gif),
        ["tif"] = new("TIFF", ImageFormat.Tiff),
        ["tiff"] = new("TIFF", ImageFormat.Tiff),
        ["svg"] = new("SVG", ImageFormat.Svg),
        ["svgz"] = new("SVG", ImageFormat.Svg),
        ["heic"] = new("HEIC"),
        ["heif"] = new("HEIF"),
        ["hif"] = new("HEIF"),
        ["bmp"] = new("BMP"),
        ["dib"] = new("BMP"),
        ["ico"] = new("Windows icon"),
        ["psd"] = new("Photoshop"),
        ["psb"] = new("Photoshop"),
        ["jxl"] = new("JPEG XL"),
        ["jp2"] = new("JPEG 2000"),
        ["j2k"] = new("JPEG 2000"),
        ["jpx"] = new("JPEG 2000"),
        ["jxr"] = new("JPEG XR"),
        ["tga"] = new("Targa"),
        ["pcx"] = new("PCX"),
        ["exr"] = new("OpenEXR"),
        ["hdr"] = new("Radiance HDR"),
        ["eps"] = new("EPS"),
        ["xcf"] = new("GIMP"),
        ["cr2"] = new("Canon raw"),
        ["cr3"] = new("Canon raw"),
        ["nef"] = new("Nikon raw"),
        ["arw"] = new("Sony raw"),
        ["dng"] = new("DNG raw"),
        ["raf"] = new("Fujifilm raw"),
        ["orf"] = new("Olympus raw"),
        ["rw2"] = new("Panasonic raw"),
        ["pef"] = new("Pentax raw"),
    };

    private static readonly Dictionary<string, KnownFormat>.AlternateLookup<ReadOnlySpan<char>> KnownBySpan =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>In the order of <see cref="ImageFormat"/>.</summary>
    private static readonly string[] Words = ["jpeg", "png", "webp", "avif", "gif", "tiff", "svg"];

    /// <summary>The format that a file's name promises; <see langword="null"/> where it promises none that can be read.</summary>
    public static ImageFormat? ByName(ReadOnlySpan<char> fileName) => KnownByName(fileName)?.Readable;

    /// <summary>The name of an image format that cannot be read; <see langword="null"/> for every other file.</summary>
    public static string? UnreadableByName(ReadOnlySpan<char> fileName) =>
        KnownByName(fileName) is { Readable: null } unreadable ? unreadable.Name : null;

    /// <summary>Whether a file's name promises an image, readable or not.</summary>
    public static bool IsImageName(ReadOnlySpan<char> fileName) => KnownByName(fileName) is not null;

    /// <summary>The extension that files of a format are given, without the dot.</summary>
    public static string Extension(this ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "jpg",
        ImageFormat.Tiff => "tif",
        _ => format.Name(),
    };

    /// <summary>The word for the format in options, templates and manifests.</summary>
    public static string Name(this ImageFormat format) => Words[(int)format];

    /// <summary>The format that <see cref="Name"/> gives this word, in any case; <see langword="null"/> where there is none.</summary>
    public static ImageFormat? OfWord(string? word)
    {
        var number = Array.FindIndex(Words, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        return number < 0 ? null : (ImageFormat)number;
    }

    /// <summary>The media type as registered with IANA.</summary>
    public static string MediaType(this ImageFormat format) =>
        format == ImageFormat.Svg ? "image/svg+xml" : "image/" + format.Name();

    private static KnownFormat? KnownByName(ReadOnlySpan<char> fileName)
    {
        var extension = Path.GetExtension(fileName);
        return !extension.IsEmpty && KnownBySpan.TryGetValue(extension[1..], out var known) ? known : null;
    }

    /// <summary>A format with an extension.</summary>
    /// <param name="Name">As users know it.</param>
    /// <param name="Readable">The format, if it can be read.</param>
    private sealed record KnownFormat(string Name, ImageFormat? Readable = null);
}
