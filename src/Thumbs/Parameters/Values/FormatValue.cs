using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Parameters.Values;

/// <summary>Values that may differ from format to format: <c>80</c>, <c>webp=80,avif=50</c>, <c>80,avif=50</c>, <c>webp,avif</c>.</summary>
public static class FormatValue
{
    private static readonly ImageFormat[] WithQuality = [ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Tiff];
    private static readonly ImageFormat[] WithEffort = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Gif];
    private static readonly ImageFormat[] WithLossless = [ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Tiff];
    private static readonly ImageFormat[] WithProgressive = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Gif];

    public static PerFormat ParseQuality(string text) => Parse(text, WithQuality, value => Number.Parse(value, 1, 100));

    public static PerFormat ParseEffort(string text) => Parse(text, WithEffort, value => Number.Parse(value, 0, Recipe.MostEffort));

    /// <summary>As many as the next of PNG's palettes has (third edition, table 8).</summary>
    public static int ParseColours(string text) => Number.Parse(text, 2, 256) switch
    {
        2 => 2,
        <= 4 => 4,
        <= 16 => 16,
        _ => 256,
    };

    public static PerFormat ParseLossless(string text) => Parse(Switches(text), WithLossless, ParseSwitch);

    public static PerFormat ParseProgressive(string text) => Parse(Switches(text), WithProgressive, ParseSwitch);

    private static int ParseSwitch(string text) => Words.Switch.Parse(text) ? 1 : 0;

    private static PerFormat Parse(string text, ImageFormat[] formats, Func<string, int> parse)
    {
        var values = PerFormat.Unset;
        foreach (var part in TextList.Split(text))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var value = parse(part[(equals + 1)..].Trim());
            if (equals < 0 && values.Default is not null)
                throw new WrongValueException($"\"{text}\" holds two values for all formats");
            values = equals < 0 ? values.WithDefault(value) : WithException(values, Format(part[..equals].Trim(), formats), value, text);
        }

        return values;
    }

    private static PerFormat WithException(PerFormat values, ImageFormat format, int value, string text) =>
        values.IsException(format) ? throw new WrongValueException($"\"{text}\" names one format twice") : values.With(format, value);

    private static ImageFormat Format(string text, ImageFormat[] formats) =>
        Words.Format.Parse(text) is { } format && formats.Contains(format)
            ? format
            : throw new WrongValueException($"it does not apply to {text}, only to {string.Join(", ", formats.Select(Word))}");

    /// <summary>A format without value in a list of switches is switched on.</summary>
    private static string Switches(string text) =>
        string.Join(',', TextList.Split(text).Select(part =>
            part.Contains('=', StringComparison.Ordinal) || part.Equals("true", StringComparison.OrdinalIgnoreCase)
                || part.Equals("false", StringComparison.OrdinalIgnoreCase)
                ? part
                : part + "=true"));

    private static string Word(ImageFormat format) => Words.Format.Known.First(word => word.Value == format).Text;
}
