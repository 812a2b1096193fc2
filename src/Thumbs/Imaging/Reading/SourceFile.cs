using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Imaging.Library;

namespace Thumbs.Imaging.Reading;

/// <summary>A source file, read once into memory.</summary>
public sealed class SourceFile : IDisposable
{
    private readonly byte[]? _borrowed;

    public SourceFile(ImageFormat format, ReadOnlyMemory<byte> image, long bytes, Digest sha256)
        : this(format, image, bytes, sha256, borrowed: null)
    {
    }

    private SourceFile(ImageFormat format, ReadOnlyMemory<byte> image, long bytes, Digest sha256, byte[]? borrowed) =>
        (Format, Image, Bytes, Sha256, _borrowed) = (format, image, bytes, sha256, borrowed);

    /// <summary>Detected from its bytes.</summary>
    public ImageFormat Format { get; }

    /// <summary>The bytes for the decoder: the file, or the unpacked SVG.</summary>
    public ReadOnlyMemory<byte> Image { get; }

    /// <summary>The size of the file.</summary>
    public long Bytes { get; }

    /// <summary>Of the file.</summary>
    public Digest Sha256 { get; }

    /// <summary>Reads a file and detects its format.</summary>
    /// <exception cref="ThumbsException">It cannot be read (THUMB0101), is not an image (THUMB0103, THUMB0104) or is too large (THUMB0108).</exception>
    public static SourceFile Read(string path, long maxMemory)
    {
        byte[]? borrowed = null;
        try
        {
            var length = ReadAll(path, maxMemory, out borrowed);
            return Of(borrowed.AsMemory(0, length), maxMemory, borrowed);
        }
        catch
        {
            PooledBytes.Return(borrowed);
            throw;
        }
    }

    public void Dispose() => PooledBytes.Return(_borrowed);

    private static SourceFile Of(ReadOnlyMemory<byte> file, long maxMemory, byte[] borrowed)
    {
        var bytes = file.Span;
        var sha256 = Digest.OfBytes(bytes);
        if (FormatSignature.Gzip(bytes) && SvgMarkup.Unpack(borrowed, bytes.Length, maxMemory / 8) is { } markup)
            return new(ImageFormat.Svg, markup, bytes.Length, sha256, borrowed);
        if (FormatSignature.Of(bytes) is { } format)
        {
            return Libvips.Readable.Has(format)
                ? new(format, file, bytes.Length, sha256, borrowed)
                : throw new ThumbsException(Diagnostic.UnsupportedFormat.At(path: null, FaultText.NoLoader(format)));
        }

        if (bytes.StartsWith("version https://git-lfs.github.com/spec/"u8))
            throw new ThumbsException(Diagnostic.UnreadableFile.At(path: null, "The file is a pointer of Git LFS to an image that was not fetched; run `git lfs pull`"));
        throw new ThumbsException(FormatSignature.Unreadable(bytes) is { } name
            ? Diagnostic.UnsupportedFormat.At(path: null, $"{name} cannot be read; convert this one to JPEG, PNG, WebP or AVIF first")
            : Diagnostic.NotAnImage.At(path: null, bytes.Length == 0 ? "The file is empty" : "The file is no image of a known format"));
    }

    private static int ReadAll(string path, long maxMemory, out byte[] bytes)
    {
        bytes = [];
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            var length = RandomAccess.GetLength(handle);
            if (length > Math.Min(maxMemory, Array.MaxLength))
                throw new ThumbsException(Diagnostic.TooMuchMemory.At(path: null, $"The file has {length >> 20} MiB, more than the {maxMemory >> 20} MiB of memory that are allowed"));

            bytes = PooledBytes.Rent((int)length);
            var filled = 0;
            for (int read; filled < length && (read = RandomAccess.Read(handle, bytes.AsSpan(filled, (int)length - filled), filled)) > 0;)
                filled += read;
            return filled;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ThumbsException(Diagnostic.UnreadableFile.At(path: null, fault.Message.ReplaceLineEndings(" ")), fault);
        }
    }
}
