using System.Buffers;
using System.IO.Compression;

using Thumbs.Diagnostics;

namespace Thumbs.Images;

/// <summary>Detects SVG among other text, and unpacks it from gzip.</summary>
public static class SvgMarkup
{
    private static readonly SearchValues<byte> EndOfName = SearchValues.Create(" \t\r\n/>"u8);

    /// <summary>Whether the first element is <c>svg</c>, after an optional byte order mark, declaration, comments and DOCTYPE.</summary>
    public static bool StartsIn(ReadOnlySpan<byte> text)
    {
        if (text is [0xEF, 0xBB, 0xBF, ..])
            text = text[3..];
        while (true)
        {
            text = text.TrimStart(" \t\r\n"u8);
            if (text.StartsWith("<?"u8))
                text = After(text, "?>"u8);
            else if (text.StartsWith("<!--"u8))
                text = After(text, "-->"u8);
            else if (text.StartsWith("<!DOCTYPE"u8))
                text = AfterDoctype(text);
            else
                return IsSvgTag(text);
        }
    }

    /// <summary>The markup of an SVGZ; <see langword="null"/> where the gzip holds something else.</summary>
    /// <param name="bytes">The compressed file; the array may be longer.</param>
    /// <param name="length">Of the file, in bytes.</param>
    /// <param name="limit">The bytes that it may unpack to.</param>
    /// <exception cref="ThumbsException">It unpacks to more than the limit (THUMB0108), or the gzip is damaged (THUMB0102).</exception>
    public static byte[]? Unpack(byte[] bytes, int length, long limit)
    {
        try
        {
            using var packed = new MemoryStream(bytes, 0, length, writable: false);
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            using var markup = new MemoryStream();
            var chunk = new byte[16 * 1024];
            for (int read; (read = gzip.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false)) > 0;)
            {
                if (markup.Length == 0 && !StartsIn(chunk.AsSpan(0, read)))
                    return null;
                if (markup.Length + read > limit)
                    throw new ThumbsException(Diagnostic.TooMuchMemory.At(path: null, $"The compressed SVG unpacks to more than {limit >> 20} MiB, an eighth of the memory that is allowed"));
                markup.Write(chunk, 0, read);
            }

            return markup.Length == 0 ? null : markup.ToArray();
        }
        catch (InvalidDataException damage)
        {
            throw new ThumbsException(Diagnostic.DamagedImage.At(path: null, "The file is a damaged compressed SVG: it cannot be unpacked"), damage);
        }
    }

    private static bool IsSvgTag(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'<', ..])
            return false;
        var end = text.IndexOfAny(EndOfName);
        var name = end < 0 ? text[1..] : text[1..end];
        return name.SequenceEqual("svg"u8) || name.EndsWith(":svg"u8);
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end) =>
        text.IndexOf(end) is var at and >= 0 ? text[(at + end.Length)..] : [];

    /// <summary>An internal subset is in brackets and may contain any number of <c>&gt;</c>.</summary>
    private static ReadOnlySpan<byte> AfterDoctype(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOfAny((byte)'[', (byte)'>');
        return at >= 0 && text[at] == (byte)'[' ? After(After(text, "]"u8), ">"u8) : After(text, ">"u8);
    }
}
