using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Thumbs.Images;

namespace Thumbs.Caching;

/// <summary>
/// Names and contents of a cache's entries. There are two kinds: the facts of a source, named after its SHA-256; and those of
/// a rendition, named after its source and its key. Entries never change, so any number of processes may write one at once.
/// </summary>
/// <remarks>
/// An entry has two lines: the SHA-256 of the second, and a JSON object that says what the entry is of, so that a misplaced
/// one is noticed. See <see cref="OrderJson"/> for why it is written by hand.
/// </remarks>
public static class CacheEntry
{
    /// <summary>In bytes. A longer file is not an entry.</summary>
    public const int MaxLength = 1 << 16;

    /// <summary>In bytes, with its line end.</summary>
    private const int SumLength = 65;

    /// <summary>The name of the entry of a source. Entries never change, so that with a placeholder is another one.</summary>
    public static Digest NameOf(Digest source, bool withPlaceholder) =>
        Digest.OfText($"thumbs source 3{(withPlaceholder ? " with placeholder" : "")}\n{source.ToString()}");

    /// <summary>The name of the entry of a rendition.</summary>
    public static Digest NameOf(Digest source, string key) => Digest.OfText($"thumbs rendition 2\n{source.ToString()}\n{key}");

    public static byte[] Write(SourceFacts source) => Write(json => FactsJson.Write(json, "source", source));

    public static byte[] Write(Digest source, string key, RenditionFacts rendition) => Write(json =>
    {
        json.WriteString("source"u8, source.ToString());
        json.WriteString("key"u8, key);
        FactsJson.Write(json, rendition);
    });

    /// <summary>Reads the entry of a source.</summary>
    /// <param name="entry">The whole entry.</param>
    /// <param name="source">The source that it must be of.</param>
    /// <exception cref="JsonException">It is damaged, or of something else.</exception>
    public static SourceFacts ReadSource(ReadOnlySpan<byte> entry, Digest source)
    {
        var facts = ReadSource(entry);
        return facts.Sha256 == source ? facts : throw new JsonException("it is of another source");
    }

    /// <summary>Reads the entry of a rendition.</summary>
    /// <param name="entry">The whole entry.</param>
    /// <param name="source">The source that it must be of.</param>
    /// <param name="key">The key that it must be of.</param>
    /// <exception cref="JsonException">It is damaged, or of something else.</exception>
    public static RenditionFacts ReadRendition(ReadOnlySpan<byte> entry, Digest source, string key)
    {
        var (facts, madeOf, madeBy) = ReadRendition(entry);
        return madeOf == source && madeBy == key ? facts : throw new JsonException("it is of another rendition");
    }

    /// <summary>The name that an entry must have, by its content.</summary>
    /// <exception cref="JsonException">It is damaged.</exception>
    public static Digest NameOf(ReadOnlySpan<byte> entry, bool isRendition)
    {
        if (!isRendition)
        {
            var facts = ReadSource(entry);
            return NameOf(facts.Sha256, facts.Placeholder is not null);
        }

        var (_, source, key) = ReadRendition(entry);
        return NameOf(source, key);
    }

    private static SourceFacts ReadSource(ReadOnlySpan<byte> entry)
    {
        var reader = new Utf8JsonReader(Checked(entry));
        try
        {
            WireReader.Start(ref reader);
            return WireReader.NextProperty(ref reader) == "source" && reader.TokenType == JsonTokenType.StartObject
                ? FactsJson.ReadSource(ref reader)
                : throw new JsonException("it has no source");
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException("it has a value of the wrong kind", exception);
        }
    }

    private static (RenditionFacts Facts, Digest Source, string Key) ReadRendition(ReadOnlySpan<byte> entry)
    {
        var (facts, source, key) = (RenditionFacts.Unknown, default(Digest), "");
        var reader = new Utf8JsonReader(Checked(entry));
        try
        {
            WireReader.Start(ref reader);
            while (WireReader.NextProperty(ref reader) is { } name)
            {
                if (name == "source")
                    source = FactsJson.ReadDigest(ref reader);
                else if (name == "key")
                    key = reader.GetString()!;
                else
                    facts = FactsJson.ReadMember(ref reader, name, facts) ?? throw new JsonException($"it has a \"{name}\"");
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException("it has a value of the wrong kind", exception);
        }

        return (FactsJson.Checked(facts), source, key);
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

    /// <summary>The second line, if its sum is right.</summary>
    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> entry) =>
        entry.Length > SumLength && entry[..SumLength].SequenceEqual(SumOf(entry[SumLength..]))
            ? entry[SumLength..]
            : throw new JsonException("it is not what was written");

    private static byte[] SumOf(ReadOnlySpan<byte> line) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(line)) + '\n');
}
