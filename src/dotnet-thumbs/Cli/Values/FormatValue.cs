using Thumbs.Planning;

namespace Thumbs.Cli.Values;

/// <summary>Values that may differ from format to format: <c>80</c>, <c>webp=80,avif=50</c>, <c>80,avif=50</c>, <c>webp,avif</c>.</summary>
internal static class FormatValue
{
    private static readonly ImageFormat[] WithQuality = [ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Tiff];
    private static readonly ImageFormat[] WithEffort = [ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Gif];
    private static readonly ImageFormat[] WithLossless = [ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Tiff];
    private static readonly ImageFormat[] WithProgressive = [ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Gif];

    public static PerFormat<int> ParseQuality(string text) => Parse(text, WithQuality, value => Number.Parse(value, 1, 100));

    public static PerFormat<int> ParseEffort(string text) => Parse(text, WithEffort, value => Number.Parse(value, 0, 9));

    public static PerFormat<bool> ParseLossless(string text) => Parse(Switches(text), WithLossless, Words.Switch.Parse);

    public static PerFormat<bool> ParseProgressive(string text) => Parse(Switches(text), WithProgressive, Words.Switch.Parse);

    private static PerFormat<T> Parse<T>(string text, ImageFormat[] formats, Func<string, T> parse)
        where T : struct
    {
        T? all = null;
        var exceptions = new Dictionary<ImageFormat, T>();
        foreach (var part in TextList.Split(text))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var value = parse(part[(equals + 1)..].Trim());
            if (equals < 0 && all is not null)
                throw new WrongValueException($"\"{text}\" holds two values for all formats");
            if (equals < 0)
                all = value;
            else if (!exceptions.TryAdd(Format(part[..equals].Trim(), formats), value))
                throw new WrongValueException($"\"{text}\" names one format twice");
        }

        return new(all, exceptions);
    }

    private static ImageFormat Format(string text, ImageFormat[] formats) =>
        Words.Format.Parse(text) is { } format && formats.Contains(format)
            ? format
            : throw new WrongValueException($"it does not apply to {text}, only to {string.Join(", ", formats.Select(Word))}");

    /// <summary>A format that stands alone in a list of switches is switched on.</summary>
    private static string Switches(string text) =>
        string.Join(',', TextList.Split(text).Select(part =>
            part.Contains('=', StringComparison.Ordinal) || part.Equals("true", StringComparison.OrdinalIgnoreCase)
                || part.Equals("false", StringComparison.OrdinalIgnoreCase)
                ? part
                : part + "=true"));

    private static string Word(ImageFormat format) => Words.Format.Known.First(word => word.Value == format).Text;
}
