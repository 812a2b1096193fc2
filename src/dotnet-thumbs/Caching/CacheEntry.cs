using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Thumbs.Freshness;
using Thumbs.Images;

namespace Thumbs.Caching;

/// <summary>
/// The names and texts of a cache's entries. There are two kinds: what a source is, named after its SHA-256; and what was made
/// of a source by a key, named after both. No entry ever has reason to change, so that any number of processes may write one at once.
/// </summary>
/// <remarks>
/// An entry has two lines: the SHA-256 of the second, and an object in JSON that names what the entry is of, so that one in the
/// wrong place is noticed. Written by hand for the same reason as <see cref="StateWriter"/>'s lines.
/// </remarks>
internal static class CacheEntry
{
    /// <summary>An entry that is longer, in bytes, is none of ours.</summary>
    public const int MaxLength = 1 << 16;

    /// <summary>In bytes, with its line end.</summary>
    private const int SumLength = 65;

    /// <summary>The name of the entry that says what a source is.</summary>
    public static Digest NameOf(Digest source) => Digest.OfText("thumbs source 1\n" + source);

    /// <summary>The name of the entry that says what was made of a source by a key.</summary>
    public static Digest NameOf(Digest source, string key) => Digest.OfText($"thumbs rendition 1\n{source.ToString()}\n{key}");

    public static byte[] Write(SourceRecord source) => Write(json =>
    {
        json.WriteString("source"u8, source.Sha256.ToString());
        json.WriteNumber("size"u8, source.Size);
        json.WriteString("format"u8, RecipeJson.NameOf(source.Format));
        json.WriteNumber("width"u8, source.Width);
        json.WriteNumber("height"u8, source.Height);
        json.WriteNumber("pages"u8, source.Pages);
    });

    public static byte[] Write(Digest source, string key, RenditionRecord rendition) => Write(json =>
    {
        json.WriteString("source"u8, source.ToString());
        json.WriteString("key"u8, key);
        json.WriteNumber("width"u8, rendition.Width);
        json.WriteNumber("height"u8, rendition.Height);
        json.WriteNumber("size"u8, rendition.Size);
        json.WriteString("sha256"u8, rendition.Sha256.ToString());
    });

    /// <summary>Reads what a source is.</summary>
    /// <param name="entry">The whole entry.</param>
    /// <param name="source">That it has to be of.</param>
    /// <exception cref="JsonException">It is damaged, or of something else.</exception>
    public static SourceRecord ReadSource(ReadOnlySpan<byte> entry, Digest source)
    {
        var record = ReadSource(entry);
        return record.Sha256 == source ? record : throw new JsonException("it is of another source");
    }

    /// <summary>Reads what was made of a source.</summary>
    /// <param name="entry">The whole entry.</param>
    /// <param name="source">That it has to be of.</param>
    /// <param name="key">That it has to be of.</param>
    /// <exception cref="JsonException">It is damaged, or of something else.</exception>
    public static RenditionRecord ReadRendition(ReadOnlySpan<byte> entry, Digest source, string key)
    {
        var (record, madeOf, madeBy) = ReadRendition(entry);
        return madeOf == source && madeBy == key ? record : throw new JsonException("it is of another rendition");
    }

    /// <summary>The name that an entry has to have, by what it says itself.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static Digest NameOf(ReadOnlySpan<byte> entry, bool isRendition)
    {
        if (!isRendition)
            return NameOf(ReadSource(entry).Sha256);
        var (_, source, key) = ReadRendition(entry);
        return NameOf(source, key);
    }

    private static SourceRecord ReadSource(ReadOnlySpan<byte> entry)
    {
        var record = new SourceRecord();
        var reader = new Utf8JsonReader(Checked(entry));
        try
        {
            WireReader.Start(ref reader);
            while (WireReader.NextProperty(ref reader) is { } name)
            {
                record = name switch
                {
                    "source" => record with { Sha256 = Digest.Parse(reader.GetString()) },
                    "size" => record with { Size = reader.GetInt64() },
                    "format" => record with { Format = RecipeJson.FormatOf(reader.GetString()) },
                    "width" => record with { Width = reader.GetInt32() },
                    "height" => record with { Height = reader.GetInt32() },
                    "pages" => record with { Pages = reader.GetInt32() },
                    _ => throw new JsonException($"it has a \"{name}\""),
                };
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException("it has a value of the wrong kind", exception);
        }

        return record.Width > 0 && record.Height > 0 ? record : throw new JsonException("it has no size");
    }

    private static (RenditionRecord Record, Digest Source, string Key) ReadRendition(ReadOnlySpan<byte> entry)
    {
        var (record, source, key) = (new RenditionRecord(), default(Digest), "");
        var reader = new Utf8JsonReader(Checked(entry));
        try
        {
            WireReader.Start(ref reader);
            while (WireReader.NextProperty(ref reader) is { } name)
            {
                (record, source, key) = name switch
                {
                    "source" => (record, Digest.Parse(reader.GetString()), key),
                    "key" => (record, source, reader.GetString()!),
                    "width" => (record with { Width = reader.GetInt32() }, source, key),
                    "height" => (record with { Height = reader.GetInt32() }, source, key),
                    "size" => (record with { Size = reader.GetInt64() }, source, key),
                    "sha256" => (record with { Sha256 = Digest.Parse(reader.GetString()) }, source, key),
                    _ => throw new JsonException($"it has a \"{name}\""),
                };
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException("it has a value of the wrong kind", exception);
        }

        return (record, source, key);
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return [.. SumOf(line.WrittenSpan), .. line.WrittenSpan];
    }

    /// <summary>What stands behind the sum, where that is right.</summary>
    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> entry) =>
        entry.Length > SumLength && entry[..SumLength].SequenceEqual(SumOf(entry[SumLength..]))
            ? entry[SumLength..]
            : throw new JsonException("it is not what was written");

    private static byte[] SumOf(ReadOnlySpan<byte> line) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(line)) + '\n');
}
