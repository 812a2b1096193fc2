namespace Thumbs.Images;

/// <summary>Tells what a file is by its first bytes, never by its name. libvips is then called with exactly that loader.</summary>
public static class FormatSignature
{
    /// <summary>The bytes that are read of a file: enough for every signature, and for the first tag of nearly every SVG.</summary>
    private const int Length = 4096;

    /// <summary>The format of a file by its first bytes.</summary>
    /// <returns><see langword="null"/> where they are of no format that some libvips reads, or the file cannot be read: the worker reports why.</returns>
    public static ImageFormat? Of(string path)
    {
        Span<byte> start = stackalloc byte[Length];
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Of(start[..RandomAccess.Read(file, start, 0)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The format of a file that some libvips reads; <see langword="null"/> where it is none of them.</summary>
    /// <param name="bytes">All of the file, or its first few thousand bytes. A compressed SVG is not told here: see <see cref="Gzip"/>.</param>
    public static ImageFormat? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.WebP,
        _ when IsTiff(bytes) => TiffDirectory.IsCameraRaw(bytes) ? ImageFormat.Raw : ImageFormat.Tiff,
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => ImageFormat.Bmp,
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', 0, 1 or 2, ..] => ImageFormat.Psd,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => ImageFormat.Pdf,
        [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => ImageFormat.JpegXl,
        [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => ImageFormat.Jpeg2000,
        _ when bytes.StartsWith("FUJIFILMCCD-RAW"u8) || IsOtherRaw(bytes) => ImageFormat.Raw,
        _ when IsBoxedMedia(bytes) => OfBoxedMedia(bytes),
        _ when SvgMarkup.StartsIn(bytes) => ImageFormat.Svg,
        _ => null,
    };

    /// <summary>Whether the bytes are compressed with gzip, as an SVGZ is.</summary>
    public static bool Gzip(ReadOnlySpan<byte> bytes) => bytes is [0x1F, 0x8B, 0x08, ..];

    /// <summary>The name, in the plural, of a known format that nothing reads; <see langword="null"/> where it is not known.</summary>
    public static string? Unreadable(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0, 0, 1 or 2, 0, _, 0, _, _, _, 0, ..] => "Icons and cursors",
        [0x76, 0x2F, 0x31, 0x01, ..] => "OpenEXR images",
        [(byte)'#', (byte)'?', (byte)'R', ..] => "Radiance HDR images",
        [(byte)'D', (byte)'D', (byte)'S', (byte)' ', ..] => "DirectDraw textures",
        [(byte)'q', (byte)'o', (byte)'i', (byte)'f', ..] => "QOI images",
        [(byte)'g', (byte)'i', (byte)'m', (byte)'p', (byte)' ', (byte)'x', (byte)'c', (byte)'f', ..] => "GIMP files",
        [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)'\n' or (byte)' ' or (byte)'\r' or (byte)'\t', ..] => "Netpbm images",
        _ when IsBoxedMedia(bytes) => "Videos",
        _ => null,
    };

    private static bool IsTiff(ReadOnlySpan<byte> bytes) => bytes
        is [(byte)'I', (byte)'I', 42 or 43, 0, ..]
        or [(byte)'M', (byte)'M', 0, 42 or 43, ..];

    /// <summary>Olympus and Panasonic: TIFF but for the magic number.</summary>
    private static bool IsOtherRaw(ReadOnlySpan<byte> bytes) => bytes
        is [(byte)'I', (byte)'I', (byte)'R', (byte)'O' or (byte)'S', ..]
        or [(byte)'M', (byte)'M', (byte)'O', (byte)'R', ..]
        or [(byte)'I', (byte)'I', (byte)'U', 0, ..];

    /// <summary>ISO base media files (ISO/IEC 14496-12): images, CR3 and video are distinguished by their brands.</summary>
    private static ImageFormat? OfBoxedMedia(ReadOnlySpan<byte> bytes) => bytes switch
    {
        _ when HasBrand(bytes, "avif"u8) || HasBrand(bytes, "avis"u8) => ImageFormat.Avif,
        _ when HasBrand(bytes, "heic"u8) || HasBrand(bytes, "heix"u8) || HasBrand(bytes, "hevc"u8) => ImageFormat.Heic,
        _ when HasBrand(bytes, "mif1"u8) || HasBrand(bytes, "msf1"u8) => ImageFormat.Heic,
        _ when HasBrand(bytes, "crx "u8) => ImageFormat.Raw,
        _ => null,
    };

    private static bool IsBoxedMedia(ReadOnlySpan<byte> bytes) => bytes.Length >= 12 && bytes.Slice(4, 4).SequenceEqual("ftyp"u8);

    /// <summary>The brands: one at byte 8, a version at 12, and the compatible ones up to the end of the box.</summary>
    private static bool HasBrand(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> brand)
    {
        if (!IsBoxedMedia(bytes))
            return false;
        var end = (int)Math.Min(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes), (uint)bytes.Length);
        for (var at = 8; at + 4 <= end; at += 4)
        {
            if (at != 12 && bytes.Slice(at, 4).SequenceEqual(brand))
                return true;
        }

        return false;
    }
}
