using System.Security.Cryptography;

using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Imaging;

/// <summary>A source as it was read: once, whole.</summary>
/// <param name="Format">By its bytes.</param>
/// <param name="Image">What the decoder is given: the file, or what a compressed SVG unpacks to.</param>
/// <param name="Length">Of the file, in bytes.</param>
/// <param name="Sha256">Of the file, in lower-case hex.</param>
internal sealed record SourceFile(ImageFormat Format, byte[] Image, long Length, string Sha256)
{
    /// <summary>Reads a file and tells what it is.</summary>
    /// <exception cref="ThumbsException">It cannot be read (THUMB0101), is not an image (THUMB0103, THUMB0104) or is too large (THUMB0108).</exception>
    public static SourceFile Read(string path, long maxMemory)
    {
        var bytes = ReadAll(path, maxMemory);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (Signature.Gzip(bytes) && SvgMarkup.Unpack(bytes, maxMemory / 8) is { } markup)
            return new(ImageFormat.Svg, markup, bytes.Length, sha256);
        if (Signature.Of(bytes) is { } format)
            return new(format, bytes, bytes.Length, sha256);

        throw new ThumbsException(Signature.Unreadable(bytes) is { } name
            ? Diagnostic.UnsupportedFormat.At(path: null, $"{name} cannot be read; convert this one to JPEG, PNG, WebP or AVIF first")
            : Diagnostic.NotAnImage.At(path: null, bytes.Length == 0 ? "The file is empty" : "The file is no image of a known format"));
    }

    private static byte[] ReadAll(string path, long maxMemory)
    {
        try
        {
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            if (length > Math.Min(maxMemory, Array.MaxLength))
                throw new ThumbsException(Diagnostic.TooMuchMemory.At(path: null, $"The file has {length >> 20} MiB, more than --max-memory allows ({maxMemory >> 20} MiB); if you trust it, raise --max-memory"));

            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            var filled = 0;
            for (int read; filled < bytes.Length && (read = RandomAccess.Read(handle, bytes.AsSpan(filled), filled)) > 0;)
                filled += read;
            return filled == bytes.Length ? bytes : bytes[..filled];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ThumbsException(Diagnostic.UnreadableFile.At(path: null, fault.Message.ReplaceLineEndings(" ")), fault);
        }
    }
}
