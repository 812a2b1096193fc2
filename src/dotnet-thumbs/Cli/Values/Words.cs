using Thumbs.Planning;

namespace Thumbs.Cli.Values;

/// <summary>The words that stand for the values of one option.</summary>
/// <param name="Known">The words that messages list, with their values.</param>
/// <param name="Synonyms">Further words that are understood.</param>
internal sealed record Words<T>((string Word, T Value)[] Known, params (string Word, T Value)[] Synonyms)
{
    public string List => string.Join(", ", Known.Select(entry => entry.Word));

    /// <exception cref="WrongValueException">The word is none of them.</exception>
    public T Parse(string text)
    {
        foreach (var (word, value) in Known)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        foreach (var (word, value) in Synonyms)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        var suggestion = Nearest.Suggestion(text, Known.Concat(Synonyms).Select(entry => entry.Word));
        throw new WrongValueException($"\"{text}\" is not one of {List}{suggestion}");
    }
}

/// <summary>The words of the options that have some.</summary>
internal static class Words
{
    public static readonly Words<bool> Switch = new([("true", true), ("false", false)]);

    public static readonly Words<Fit> Fit = new(
    [
        ("inside", Planning.Fit.Inside),
        ("cover", Planning.Fit.Cover),
        ("contain", Planning.Fit.Contain),
        ("fill", Planning.Fit.Fill),
        ("outside", Planning.Fit.Outside),
    ]);

    /// <summary>CSS's words; the synonyms are its other spellings and sharp's points of the compass.</summary>
    public static readonly Words<Position> Position = new(
        [
            ("centre", Planning.Position.Centre),
            ("top", Planning.Position.Top),
            ("top-right", Planning.Position.TopRight),
            ("right", Planning.Position.Right),
            ("bottom-right", Planning.Position.BottomRight),
            ("bottom", Planning.Position.Bottom),
            ("bottom-left", Planning.Position.BottomLeft),
            ("left", Planning.Position.Left),
            ("top-left", Planning.Position.TopLeft),
            ("entropy", Planning.Position.Entropy),
            ("attention", Planning.Position.Attention),
        ],
        ("center", Planning.Position.Centre),
        ("right-top", Planning.Position.TopRight),
        ("right-bottom", Planning.Position.BottomRight),
        ("left-bottom", Planning.Position.BottomLeft),
        ("left-top", Planning.Position.TopLeft),
        ("north", Planning.Position.Top),
        ("northeast", Planning.Position.TopRight),
        ("east", Planning.Position.Right),
        ("southeast", Planning.Position.BottomRight),
        ("south", Planning.Position.Bottom),
        ("southwest", Planning.Position.BottomLeft),
        ("west", Planning.Position.Left),
        ("northwest", Planning.Position.TopLeft));

    public static readonly Words<Kernel> Kernel = new(
    [
        ("lanczos3", Planning.Kernel.Lanczos3),
        ("lanczos2", Planning.Kernel.Lanczos2),
        ("mitchell", Planning.Kernel.Mitchell),
        ("cubic", Planning.Kernel.Cubic),
        ("linear", Planning.Kernel.Linear),
        ("nearest", Planning.Kernel.Nearest),
    ]);

    public static readonly Words<Metadata> Keep = new(
    [
        ("icc", Metadata.Icc),
        ("exif", Metadata.Exif),
        ("xmp", Metadata.Xmp),
        ("iptc", Metadata.Iptc),
        ("all", Metadata.All),
    ]);

    /// <summary>The formats that can be written; <see langword="null"/> is the source's own.</summary>
    public static readonly Words<ImageFormat?> Format = new(
        [
            ("auto", null),
            ("jpeg", ImageFormat.Jpeg),
            ("png", ImageFormat.Png),
            ("webp", ImageFormat.WebP),
            ("avif", ImageFormat.Avif),
            ("gif", ImageFormat.Gif),
            ("tiff", ImageFormat.Tiff),
        ],
        ("jpg", ImageFormat.Jpeg),
        ("tif", ImageFormat.Tiff));

    /// <summary>CSS puts a space between two words and does not mind which comes first.</summary>
    public static Position ParsePosition(string text) =>
        Position.Parse(string.Join('-', text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
