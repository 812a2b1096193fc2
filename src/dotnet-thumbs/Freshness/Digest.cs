using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Thumbs.Freshness;

/// <summary>A SHA-256, held in 32 bytes: as text, those of a hundred thousand files would take 30 MB.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Digest(ulong First, ulong Second, ulong Third, ulong Fourth)
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 32;

    /// <summary>From 64 hex digits.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static Digest Parse(ReadOnlySpan<char> hex) =>
        TryParse(hex, out var digest) ? digest : throw new FormatException($"\"{hex}\" is no SHA-256.");

    public static bool TryParse(ReadOnlySpan<char> hex, out Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isDigest = hex.Length == Size * 2 && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
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
    public static async Task<Digest> OfFileAsync(string path, CancellationToken cancellation)
    {
        // The hash reads in large blocks of its own: a buffer would only be copied.
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        await using (file)
        {
            var bytes = new byte[Size];
            await SHA256.HashDataAsync(file, bytes, cancellation);
            return Of(bytes);
        }
    }

    /// <summary>64 hex digits, lower case.</summary>
    public override string ToString() =>
        string.Create(Size * 2, this, static (text, digest) => digest.TryFormat(text));

    internal void TryFormat(Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, First);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Second);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], Third);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], Fourth);
        Convert.TryToHexStringLower(bytes, text, out _);
    }

    private static Digest Of(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
}
