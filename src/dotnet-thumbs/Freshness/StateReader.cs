using System.Text.Json;

using Thumbs.Images;

namespace Thumbs.Freshness;

/// <summary>Reads the lines that a <see cref="StateWriter"/> wrote, one after the other.</summary>
/// <param name="keys">Takes up the keys that the lines hold.</param>
internal sealed class StateReader(KeyTable keys)
{
    /// <summary>By the number of a key in the lines: its number here.</summary>
    private readonly List<int> _numbers = [];

    private bool _begun;

    /// <summary>Whether the lines were whole.</summary>
    public bool HasEnded { get; private set; }

    /// <returns>The record of the line; <see langword="null"/> where it holds something else.</returns>
    /// <exception cref="JsonException">The line is torn, or none of ours.</exception>
    public SourceRecord? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            switch (line)
            {
                case [(byte)'[', .. var header]:
                    Begin(header);
                    return null;
                case [(byte)',', .. var element] when _begun && !HasEnded:
                    return ReadElement(element);
                case [(byte)']'] when _begun:
                    HasEnded = true;
                    return null;
                default:
                    throw new JsonException("It is not what was written there.");
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            // That is how the reader says that a value is of another kind.
            throw new JsonException("A value of the wrong kind.", exception);
        }
    }

    private void Begin(ReadOnlySpan<byte> header)
    {
        var reader = new Utf8JsonReader(header);
        Expect(ref reader, JsonTokenType.StartObject);
        Expect(ref reader, JsonTokenType.PropertyName);
        if (!reader.ValueTextEquals("version"u8))
            throw new JsonException("It has no version.");
        var version = Int32(ref reader);
        if (version != StateWriter.Version)
            throw new JsonException($"It is of version {version}.");
        _numbers.Clear();
        _begun = true;
    }

    private SourceRecord? ReadElement(ReadOnlySpan<byte> element)
    {
        var reader = new Utf8JsonReader(element);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
            return ReadSource(ref reader);
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("A key or a source was expected.");
        _numbers.Add(keys.NumberOf(reader.GetString()!));
        return null;
    }

    private SourceRecord ReadSource(ref Utf8JsonReader reader) => new()
    {
        Source = Text(ref reader),
        Size = Int64(ref reader),
        Modified = Int64(ref reader),
        Sha256 = ReadDigest(ref reader),
        Format = RecipeJson.FormatOf(Text(ref reader)),
        Width = Int32(ref reader),
        Height = Int32(ref reader),
        Pages = Int32(ref reader),
        Renditions = ReadRenditions(ref reader),
    };

    private RenditionRecord[] ReadRenditions(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        var renditions = new List<RenditionRecord>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            renditions.Add(new()
            {
                Output = Text(ref reader),
                Recipe = ReadKey(ref reader),
                Width = Int32(ref reader),
                Height = Int32(ref reader),
                Size = Int64(ref reader),
                Modified = Int64(ref reader),
                Sha256 = ReadDigest(ref reader),
            });
            Expect(ref reader, JsonTokenType.EndArray);
        }

        if (reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException("A rendition was expected.");
        Expect(ref reader, JsonTokenType.EndArray);
        return [.. renditions];
    }

    private int ReadKey(ref Utf8JsonReader reader)
    {
        var number = Int32(ref reader);
        return number >= 0 && number < _numbers.Count ? _numbers[number] : RenditionRecord.Obsolete;
    }

    private static Digest ReadDigest(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        Span<char> text = stackalloc char[Digest.Size * 2];
        if (reader.ValueSpan.Length != text.Length)
            throw new JsonException("A SHA-256 was expected.");
        return Digest.Parse(text[..reader.CopyString(text)]);
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

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
