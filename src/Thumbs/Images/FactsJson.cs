using System.Text.Json;

namespace Thumbs.Images;

/// <summary>
/// The facts of sources and renditions in JSON, on the wire and in the cache. Values that no image can have are refused: the
/// writer may be another program, or the data damaged.
/// </summary>
public static class FactsJson
{
    /// <summary>The px that a side of an image may have: VIPS_MAX_COORD of libvips 8.18.</summary>
    public const int MostPixels = 100_000_000;

    /// <summary>The frames or pages that an image may have.</summary>
    public const int MostPages = 100_000_000;

    /// <summary>The bytes that a file may have: a tebibyte.</summary>
    public const long MostBytes = 1L << 40;

    private const string WithText = "+text";

    public static void Write(Utf8JsonWriter json, string name, SourceFacts facts)
    {
        json.WriteStartObject(name);
        json.WriteString("format", KindOf(facts));
        json.WriteNumber("width", facts.Width);
        json.WriteNumber("height", facts.Height);
        json.WriteNumber("pages", facts.Pages);
        json.WriteBoolean("alpha", facts.Alpha);
        json.WriteNumber("bytes", facts.Bytes);
        json.WriteString("sha256", facts.Sha256.ToString());
        if (facts.Placeholder is { } placeholder)
        {
            json.WriteString("color", placeholder.Colour);
            json.WriteString("placeholder", placeholder.Data);
            json.WriteString("thumbHash", placeholder.ThumbHash);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the members alone: the object may have others.</summary>
    public static void Write(Utf8JsonWriter json, RenditionFacts facts)
    {
        json.WriteNumber("width", facts.Width);
        json.WriteNumber("height", facts.Height);
        json.WriteNumber("bytes", facts.Bytes);
        json.WriteString("sha256", facts.Sha256.ToString());
    }

    /// <summary>Reads a source whose opening brace was read.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static SourceFacts ReadSource(ref Utf8JsonReader reader)
    {
        var facts = new SourceFacts(default, Width: 0, Height: 0, Pages: 0, Bytes: -1, default);
        var hasFormat = false;
        while (WireReader.NextProperty(ref reader) is { } name)
        {
            facts = name switch
            {
                "format" => OfKind(facts, ref reader, out hasFormat),
                "width" => facts with { Width = reader.GetInt32() },
                "height" => facts with { Height = reader.GetInt32() },
                "pages" => facts with { Pages = reader.GetInt32() },
                "alpha" => facts with { Alpha = reader.GetBoolean() },
                "bytes" => facts with { Bytes = reader.GetInt64() },
                "sha256" => facts with { Sha256 = ReadDigest(ref reader) },
                "color" => facts with { Placeholder = Begun(facts) with { Colour = reader.GetString()! } },
                "placeholder" => facts with { Placeholder = Begun(facts) with { Data = reader.GetString()! } },
                "thumbHash" => facts with { Placeholder = Begun(facts) with { ThumbHash = reader.GetString()! } },
                _ => throw new JsonException($"A source has no \"{name}\"."),
            };
        }

        return hasFormat ? Checked(facts) : throw new JsonException("A source has a format.");
    }

    /// <summary>The facts, if an image can have them.</summary>
    /// <exception cref="JsonException">No image can.</exception>
    public static SourceFacts Checked(SourceFacts facts)
    {
        CheckFile(facts.Width, facts.Height, facts.Bytes, facts.Sha256);
        if (facts.Pages is <= 0 or > MostPages)
            throw new JsonException($"No image has {facts.Pages} pages.");
        return facts.Placeholder?.IsSound != false ? facts : throw new JsonException("A placeholder is a colour, a data URI and a ThumbHash.");
    }

    /// <inheritdoc cref="Checked(SourceFacts)"/>
    public static RenditionFacts Checked(RenditionFacts facts)
    {
        CheckFile(facts.Width, facts.Height, facts.Bytes, facts.Sha256);
        return facts;
    }

    /// <summary>A member of <see cref="RenditionFacts"/>; the whole is to be <see cref="Checked(RenditionFacts)"/>.</summary>
    /// <returns><see langword="null"/> where the name is no member of them.</returns>
    public static RenditionFacts? ReadMember(ref Utf8JsonReader reader, string name, RenditionFacts facts) => name switch
    {
        "width" => facts with { Width = reader.GetInt32() },
        "height" => facts with { Height = reader.GetInt32() },
        "bytes" => facts with { Bytes = reader.GetInt64() },
        "sha256" => facts with { Sha256 = ReadDigest(ref reader) },
        _ => null,
    };

    /// <exception cref="JsonException">The text is no SHA-256.</exception>
    public static Digest ReadDigest(ref Utf8JsonReader reader) =>
        Digest.TryParse(reader.GetString(), out var digest) ? digest : throw new JsonException("A SHA-256 was expected.");

    /// <summary>The word for the format of a source, with a mark where it has text.</summary>
    public static string KindOf(SourceFacts facts) => facts.HasText ? facts.Format.Name() + WithText : facts.Format.Name();

    /// <summary>Reads <see cref="KindOf"/>.</summary>
    /// <exception cref="JsonException">There is no such format.</exception>
    public static ImageFormat OfKind(string? kind, out bool hasText)
    {
        hasText = kind?.EndsWith(WithText, StringComparison.Ordinal) == true;
        return FormatOf(hasText ? kind![..^WithText.Length] : kind);
    }

    /// <exception cref="JsonException">There is no such format.</exception>
    public static ImageFormat FormatOf(string? name) =>
        FormatNames.OfWord(name) ?? throw new JsonException($"There is no format \"{name}\".");

    private static Placeholder Begun(SourceFacts facts) => facts.Placeholder ?? new("", "", "");

    private static SourceFacts OfKind(SourceFacts facts, ref Utf8JsonReader reader, out bool hasFormat)
    {
        hasFormat = true;
        return facts with { Format = OfKind(reader.GetString(), out var hasText), HasText = hasText };
    }

    /// <exception cref="JsonException">No image has this size.</exception>
    public static void CheckSize(int width, int height)
    {
        if (width is <= 0 or > MostPixels || height is <= 0 or > MostPixels)
            throw new JsonException($"No image has {width} x {height} px.");
    }

    private static void CheckFile(int width, int height, long bytes, Digest sha256)
    {
        CheckSize(width, height);
        if (bytes is < 0 or > MostBytes)
            throw new JsonException($"No image has {bytes} bytes.");
        if (sha256 == default)
            throw new JsonException("It has no SHA-256.");
    }
}
