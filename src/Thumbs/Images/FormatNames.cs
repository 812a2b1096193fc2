namespace Thumbs.Images;

/// <summary>The names of the formats: in file names, in options and manifests, on the web.</summary>
public static class FormatNames
{
    /// <summary>
    /// By extension. Those that nothing reads are pictures that a user may expect thumbnails of.
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
        ["heic"] = new("HEIC", ImageFormat.Heic),
        ["heif"] = new("HEIF", ImageFormat.Heic),
        ["hif"] = new("HEIF", ImageFormat.Heic),
        ["bmp"] = new("BMP", ImageFormat.Bmp),
        ["dib"] = new("BMP", ImageFormat.Bmp),
        ["ico"] = new("Windows icon"),
        ["psd"] = new("Photoshop", ImageFormat.Psd),
        ["psb"] = new("Photoshop", ImageFormat.Psd),
        ["jxl"] = new("JPEG XL", ImageFormat.JpegXl),
        ["jp2"] = new("JPEG 2000", ImageFormat.Jpeg2000),
        ["j2k"] = new("JPEG 2000", ImageFormat.Jpeg2000),
        ["jpx"] = new("JPEG 2000", ImageFormat.Jpeg2000),
        ["jxr"] = new("JPEG XR"),
        ["tga"] = new("Targa"),
        ["pcx"] = new("PCX"),
        ["exr"] = new("OpenEXR"),
        ["hdr"] = new("Radiance HDR"),
        ["eps"] = new("EPS"),
        ["xcf"] = new("GIMP"),
        ["cr2"] = new("Canon raw", ImageFormat.Raw),
        ["cr3"] = new("Canon raw", ImageFormat.Raw),
        ["nef"] = new("Nikon raw", ImageFormat.Raw),
        ["arw"] = new("Sony raw", ImageFormat.Raw),
        ["dng"] = new("DNG raw", ImageFormat.Raw),
        ["raf"] = new("Fujifilm raw", ImageFormat.Raw),
        ["orf"] = new("Olympus raw", ImageFormat.Raw),
        ["rw2"] = new("Panasonic raw", ImageFormat.Raw),
        ["pdf"] = new("PDF", ImageFormat.Pdf),
        ["pef"] = new("Pentax raw", ImageFormat.Raw),
    };

    private static readonly Dictionary<string, KnownFormat>.AlternateLookup<ReadOnlySpan<char>> KnownBySpan =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>In the order of <see cref="ImageFormat"/>.</summary>
    private static readonly string[] Words = ["jpeg", "png", "webp", "avif", "gif", "tiff", "svg", "heic", "jxl", "jp2", "bmp", "psd", "pdf", "raw", "ico", "webmanifest", "html"];

    /// <summary>How many formats there are.</summary>
    public static int Count => Words.Length;

    /// <summary>The format that a file's name promises; <see langword="null"/> where it promises none that some libvips reads.</summary>
    public static ImageFormat? ByName(ReadOnlySpan<char> fileName) => KnownByName(fileName)?.Format;

    /// <summary>The name of an image format that cannot be read; <see langword="null"/> for every other file.</summary>
    /// <param name="fileName">With an extension.</param>
    /// <param name="readable">What can be read.</param>
    public static string? UnreadableByName(ReadOnlySpan<char> fileName, FormatSet readable) =>
        KnownByName(fileName) is { } known && (known.Format is not { } format || !readable.Has(format)) ? known.Name : null;

    /// <summary>Whether a file's name promises an image, readable or not. A PDF is one where it is read, and else a document.</summary>
    public static bool IsImageName(ReadOnlySpan<char> fileName, FormatSet readable) =>
        KnownByName(fileName) is { } known && (known.Format != ImageFormat.Pdf || readable.Has(ImageFormat.Pdf));

    /// <summary>The format that <c>auto</c> writes for a source: its own, or the nearest one. Pictures of cameras become JPEG.</summary>
    public static ImageFormat WrittenAs(this ImageFormat source) => source switch
    {
        < ImageFormat.Svg => source,
        ImageFormat.Heic or ImageFormat.JpegXl or ImageFormat.Jpeg2000 or ImageFormat.Raw => ImageFormat.Jpeg,
        _ => ImageFormat.Png,
    };

    /// <summary>Whether it is a format of pictures, and not of the texts about icons.</summary>
    public static bool IsOfPictures(this ImageFormat format) => format is not (ImageFormat.WebManifest or ImageFormat.Html);

    /// <summary>How the images of a format that only a libvips of the system reads come to be read.</summary>
    /// <param name="format">One of those.</param>
    /// <param name="spell">How whoever asks spells an option.</param>
    public static string HowToRead(ImageFormat format, Func<string, string> spell) => NamedLoader.For(format) is { } loader
        ? $"{spell("libvips")} system, {spell("loaders")} {loader.Name}"
        : $"{spell("libvips")} system";

    /// <summary>The images of a format that only a libvips of the system reads, as a sentence has them.</summary>
    public static string Plural(this ImageFormat format) => format switch
    {
        ImageFormat.Heic => "HEIC images",
        ImageFormat.JpegXl => "JPEG XL images",
        ImageFormat.Jpeg2000 => "JPEG 2000 images",
        ImageFormat.Psd => "Photoshop files",
        ImageFormat.Pdf => "PDF files",
        ImageFormat.Raw => "Camera RAW images",
        _ => format.Name().ToUpperInvariant() + " images",
    };

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
    public static string MediaType(this ImageFormat format) => format switch
    {
        ImageFormat.Svg => "image/svg+xml",
        ImageFormat.Psd => "image/vnd.adobe.photoshop",
        ImageFormat.Pdf => "application/pdf",
        ImageFormat.Ico => "image/vnd.microsoft.icon",
        ImageFormat.WebManifest => "application/manifest+json",
        ImageFormat.Html => "text/html",
        _ => "image/" + format.Name(),
    };

    private static KnownFormat? KnownByName(ReadOnlySpan<char> fileName)
    {
        var extension = Path.GetExtension(fileName);
        return !extension.IsEmpty && KnownBySpan.TryGetValue(extension[1..], out var known) ? known : null;
    }

    /// <summary>A format with an extension.</summary>
    /// <param name="Name">As users know it.</param>
    /// <param name="Format">Where some libvips reads it.</param>
    private sealed record KnownFormat(string Name, ImageFormat? Format = null);
}
