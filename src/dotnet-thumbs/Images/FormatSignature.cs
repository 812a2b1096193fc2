namespace Thumbs.Images;

/// <summary>The format of a file whose name does not tell it, by its first bytes.</summary>
internal static class FormatSignature
{
    /// <summary>Enough for every signature below, and for an SVG's first tag after an XML declaration.</summary>
    private const int Length = 256;

    /// <see langword="null"/> where the bytes are of no format that is read, or the file cannot be read: the worker reports why.
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

    private static ImageFormat? Of(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => ImageFormat.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.WebP,
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', (byte)'f' or (byte)'s', ..] => ImageFormat.Avif,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => ImageFormat.Gif,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => ImageFormat.Tiff,
        [(byte)'<', ..] when start.IndexOf("<svg"u8) >= 0 => ImageFormat.Svg,
        _ => null,
    };
}
