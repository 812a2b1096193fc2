using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace Thumbs.Images;

/// <summary>A SHA-256, held in 32 bytes: as text, those of a hundred thousand files would take 30 MB.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Digest(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 32;

    /// <summary>The bytes that are read at once; most thumbnails and many sources are no longer.</summary>
    private const int Block = 1 << 18;

    /// <summary>From 64 hex digits.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static Digest Parse(ReadOnlySpan<char> hex) =>
        TryParse(hex, out var digest) ? digest : throw new FormatException($"\"{hex}\" is no SHA-256.");

    public static bool TryParse(ReadOnlySpan<char> hex, out Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isDigest = hex.Length == Size * 2 && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done;
        digest = isDigest ? Of(bytes) : default;
        return isDigest;
    }

    /// <summary>The digest of a text, in UTF-8.</summary>
    public static Digest OfText(string text) => OfBytes(Encoding.UTF8.GetBytes(text));

    public static Digest OfBytes(ReadOnlySpan<byte> content)
    {
        Span<byte> bytes = stackalloc byte[Size];
        SHA256.HashData(content, bytes);
        return Of(bytes);
    }

    /// <summary>The digest of a file's bytes.</summary>
    /// <remarks>Synchronous: no operating system reads plain files without a thread that waits, and a switch to one takes longer than to read a small file.</remarks>
    public static Digest OfFile(string path, CancellationToken cancellation)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            var read = RandomAccess.Read(file, buffer, fileOffset: 0);
            return read == RandomAccess.GetLength(file) ? OfBytes(buffer.AsSpan(0, read)) : OfBlocks(file, buffer, read, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>64 hex digits, lower case.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[Size * 2];
        TryFormat(text);
        return new(text);
    }

    internal void TryFormat(Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Second);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Third);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], Fourth);
        Convert.TryToHexStringLower(bytes, text, out _);
    }

    /// <param name="file">A file longer than what was read.</param>
    /// <param name="buffer">Begins with what was read.</param>
    /// <param name="read">Bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    private static Digest OfBlocks(SafeFileHandle file, byte[] buffer, int read, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long at = 0; read > 0; read = RandomAccess.Read(file, buffer, at))
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            at += read;
        }

        Span<byte> bytes = stackalloc byte[Size];
        hash.GetHashAndReset(bytes);
        return Of(bytes);
    }

    private static Digest Of(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
}
