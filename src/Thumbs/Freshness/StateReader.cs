using System.Buffers.Text;
using System.Text.Json;

using Thumbs.Images;

namespace Thumbs.Freshness;

/// <summary>Reads lines that a <see cref="StateWriter"/> wrote.</summary>
/// <param name="keys">Receives the keys in the lines.</param>
public sealed class StateReader(KeyTable keys)
{
    /// <summary>The numbers of the keys in <see cref="KeyTable"/>, by their number in the lines.</summary>
    private readonly List<int> _numbers = [];

    private bool _begun;
    private int _version;

    /// <summary>Whether the end of the lines was read.</summary>
    public bool HasEnded { get; private set; }

    /// <returns>The record of the line; <see langword="null"/> where it holds something else.</returns>
    /// <exception cref="JsonException">The line is incomplete or invalid.</exception>
    public SourceRecord? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            switch (line)
            {
                case [(byte)'[', .. var header]:
                    Begin(header);
                    return null;
                case [(byte)',', ..] when _begun && !HasEnded:
                    return ReadElement((_version > StateWriter.VersionWithoutChecksums ? Checked(line) : line)[1..]);
                case [(byte)']'] when _begun:
                    HasEnded = true;
                    return null;
                default:
                    throw new JsonException("It is not what was written there.");
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            // The reader throws this for a value of another kind.
            throw new JsonException("A value of the wrong kind.", exception);
        }
    }

    /// <summary>Whether facts are missing: renditions are still known as ours, and made again once.</summary>
    private bool IsOld => _version < StateWriter.Version;

    private void Begin(ReadOnlySpan<byte> header)
    {
        var reader = new Utf8JsonReader(header);
        Expect(ref reader, JsonTokenType.StartObject);
        Expect(ref reader, JsonTokenType.PropertyName);
        if (!reader.ValueTextEquals("version"u8))
            throw new JsonException("It has no version.");
        _version = Int32(ref reader);
        if (_version is not (>= StateWriter.VersionWithoutChecksums and <= StateWriter.Version))
            throw new JsonException($"It is of version {_version}.");
        Expect(ref reader, JsonTokenType.EndObject);
        if (reader.BytesConsumed != header.Length)
            throw new JsonException("Its header is not what was written there.");
        _numbers.Clear();
        _begun = true;
    }

    /// <returns>The line without its checksum.</returns>
    private static ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> line)
    {
        var comma = line.LastIndexOf((byte)',');
        var digits = line[(comma + 1)..];
        return Utf8Parser.TryParse(digits, out uint checksum, out var read) && read == digits.Length && checksum == Checksum.Of(line[..comma])
            ? line[..comma]
            : throw new JsonException("A line is not what was written: its checksum differs.");
    }

    private SourceRecord? ReadElement(ReadOnlySpan<byte> element)
    {
        var reader = new Utf8JsonReader(element);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            return ReadSource(ref reader);
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A key or a source was expected.");
        _numbers.Add(IsOld ? RenditionRecord.Obsolete : keys.NumberOf(reader.GetString()!));
        return null;
    }

    private SourceRecord ReadSource(ref Utf8JsonReader reader) => new()
    {
        Source = Path(ref reader),
        Facts = ReadFacts(ref reader, out var modified),
        Modified = modified,
        Renditions = ReadRenditions(ref reader),
    };

    private SourceFacts ReadFacts(ref Utf8JsonReader reader, out long modified)
    {
        var bytes = Int64(ref reader);
        modified = Time(ref reader);
        var sha256 = ReadDigest(ref reader);
        var format = FactsJson.OfKind(Text(ref reader), out var hasText);
        var (width, height, pages) = (Int32(ref reader), Int32(ref reader), Int32(ref reader));
        return FactsJson.Checked(IsOld
            ? new SourceFacts(format, width, height, pages, bytes, sha256, hasText)
            : new SourceFacts(format, width, height, pages, bytes, sha256, hasText, Boolean(ref reader), ReadPlaceholder(ref reader)));
    }

    private static Placeholder? ReadPlaceholder(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A placeholder was expected.");
        var placeholder = new Placeholder(Text(ref reader), Text(ref reader), Text(ref reader));
        Expect(ref reader, JsonTokenType.EndArray);
        return placeholder;
    }

    private RenditionRecord[] ReadRenditions(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        var renditions = new List<RenditionRecord>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            renditions.Add(new()
            {
                Output = Output(ref reader),
                Recipe = ReadKey(ref reader),
                Facts = ReadRenditionFacts(ref reader, out var modified),
                Modified = modified,
            });
            Expect(ref reader, JsonTokenType.EndArray);
        }

        if (reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException("A rendition was expected.");
        Expect(ref reader, JsonTokenType.EndArray);
        return [.. renditions];
    }

    private static RenditionFacts ReadRenditionFacts(ref Utf8JsonReader reader, out long modified)
    {
        var (width, height, bytes) = (Int32(ref reader), Int32(ref reader), Int64(ref reader));
        modified = Time(ref reader);
        return FactsJson.Checked(new RenditionFacts(width, height, bytes, ReadDigest(ref reader)));
    }

    private int ReadKey(ref Utf8JsonReader reader)
    {
        var number = Int32(ref reader);
        return number >= 0 && number < _numbers.Count ? _numbers[number] : RenditionRecord.Obsolete;
    }

    private static Digest ReadDigest(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return FactsJson.ReadDigest(ref reader);
    }

    /// <summary>In ticks, in the range of a <see cref="DateTime"/>.</summary>
    private static long Time(ref Utf8JsonReader reader)
    {
        var ticks = Int64(ref reader);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? ticks : throw new JsonException("A time was expected.");
    }

    /// <summary>A path that is valid on this system.</summary>
    private static string Path(ref Utf8JsonReader reader)
    {
        var path = Text(ref reader);
        return path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) ? path : throw new JsonException("A path was expected.");
    }

    /// <summary>A path below the output folder.</summary>
    private static string Output(ref Utf8JsonReader reader)
    {
        var output = Path(ref reader);
        return !System.IO.Path.IsPathRooted(output) && !(output.Contains("..", StringComparison.Ordinal) && output.Split('/', '\\').Contains("..", StringComparer.Ordinal))
            ? output
            : throw new JsonException("A path below the output folder was expected.");
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    private static bool Boolean(ref Utf8JsonReader reader) => reader.Read() ? reader.GetBoolean() : throw new JsonException("A boolean was expected.");

    private static int Int32(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.GetInt32();
    }

    private static long Int64(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.GetInt64();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new JsonException($"{token} was expected.");
    }
}
