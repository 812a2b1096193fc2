using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

using Thumbs.Diagnostics;

namespace Thumbs.Images;

/// <summary>Detects SVG among other text, and unpacks it from gzip.</summary>
public static partial class SvgMarkup
{
    private static readonly SearchValues<byte> EndOfName = SearchValues.Create(" \t\r\n/>"u8);

    /// <summary>Whether the first element is <c>svg</c>, after an optional byte order mark, declaration, comments and DOCTYPE.</summary>
    public static bool StartsIn(ReadOnlySpan<byte> text)
    {
        if (Utf16(text) is { } encoding)
            text = Encoding.UTF8.GetBytes(encoding.GetString(text[..(text.Length & ~1)]));
        return IsSvgTag(RootOf(text));
    }

    /// <summary>
    /// The markup in UTF-8, with a size where nothing says one: 300 × 150 px, as in browsers (CSS 2.2, 10.3.2). librsvg
    /// takes a view box for the size.
    /// </summary>
    /// <param name="markup">In UTF-8 or UTF-16.</param>
    public static ReadOnlyMemory<byte> ForLoader(ReadOnlyMemory<byte> markup)
    {
        if (Utf16(markup.Span) is { } encoding)
        {
            var text = encoding.GetString(markup.Span).TrimStart('\uFEFF');
            var declaration = text.StartsWith("<?xml", StringComparison.Ordinal) ? text.IndexOf("?>", StringComparison.Ordinal) + 2 : 0;
            markup = Encoding.UTF8.GetBytes(text[declaration..]);
        }

        var start = RootOf(markup.Span);
        var end = start.IndexOf((byte)'>');
        if (end < 0)
            return markup;
        if (start[..end].IndexOfAny("mx"u8) >= 0 && InPixels(Encoding.UTF8.GetString(start[..end])) is { } tag)
            return (byte[])[.. markup.Span[..^start.Length], .. Encoding.UTF8.GetBytes(tag), .. start[end..]];
        if ( start[..end].IndexOf("viewBox"u8) >= 0)
            return markup;
        var (hasWidth, hasHeight) = (start[..end].IndexOf("width"u8) >= 0, start[..end].IndexOf("height"u8) >= 0);
        if (hasWidth && hasHeight)
            return markup;
        var at = markup.Length - start.Length + start.IndexOfAny(EndOfName);
        return (byte[])[.. markup.Span[..at], .. hasWidth ? [] : " width=\"300\""u8, .. hasHeight ? [] : " height=\"150\""u8, .. markup.Span[at..]];
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

    /// <summary>By its byte order mark, or the first character, which is ASCII.</summary>
    private static Encoding? Utf16(ReadOnlySpan<byte> text) => text switch
    {
        [0xFF, 0xFE, ..] or [(byte)'<', 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, (byte)'<', ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>From the first element on.</summary>
    private static ReadOnlySpan<byte> RootOf(ReadOnlySpan<byte> text)
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
                return text;
        }
    }

    /// <summary>The first tag with its size in px where it is in the size of text, 16 px, which the loader takes for 12; else <see langword="null"/>.</summary>
    private static string? InPixels(string tag)
    {
        var changed = SizeInText().Replace(tag, size => string.Create(CultureInfo.InvariantCulture,
            $"{size.Groups["before"].Value}{double.Parse(size.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * (size.Groups["unit"].Value == "ex" ? 8 : 16)}"));
        return changed == tag ? null : changed;
    }

    [GeneratedRegex("""(?<before>\s(width|height)\s*=\s*["']\s*)(?<number>\d+(\.\d*)?|\.\d+)(?<unit>r?em|ex)(?=\s*["'])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SizeInText();

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
