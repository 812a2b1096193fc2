using Thumbs.Planning;

namespace Thumbs.Cli.Values;

/// <summary>A word and what it stands for.</summary>
internal sealed record Word<T>(string Text, T Value);

/// <summary>The words that stand for the values of one option.</summary>
/// <param name="Known">The words that messages list.</param>
/// <param name="Synonyms">Further words that are understood.</param>
internal sealed record Words<T>(Word<T>[] Known, params Word<T>[] Synonyms)
{
    public string List => string.Join(", ", Known.Select(word => word.Text));

    /// <exception cref="WrongValueException">The word is none of them.</exception>
    public T Parse(string text)
    {
        var all = Known.Concat(Synonyms);
        foreach (var word in all)
        {
            if (word.Text.Equals(text, StringComparison.OrdinalIgnoreCase))
                return word.Value;
        }

        throw new WrongValueException($"\"{text}\" is not one of {List}{Nearest.Suggestion(text, all.Select(word => word.Text))}");
    }
}

/// <summary>The words of the options that have some.</summary>
internal static class Words
{
    public static readonly Words<bool> Switch = new([new("true", true), new("false", false)]);

    public static readonly Words<Fit> Fit = new(
    [
        new("inside", Planning.Fit.Inside),
        new("cover", Planning.Fit.Cover),
        new("contain", Planning.Fit.Contain),
        new("fill", Planning.Fit.Fill),
        new("outside", Planning.Fit.Outside),
    ]);

    /// <summary>CSS's words; the synonyms are its other spellings and sharp's points of the compass.</summary>
    public static readonly Words<Position> Position = new(
        [
            new("centre", Planning.Position.Centre),
            new("top", Planning.Position.Top),
            new("top-right", Planning.Position.TopRight),
            new("right", Planning.Position.Right),
            new("bottom-right", Planning.Position.BottomRight),
            new("bottom", Planning.Position.Bottom),
            new("bottom-left", Planning.Position.BottomLeft),
            new("left", Planning.Position.Left),
            new("top-left", Planning.Position.TopLeft),
            new("entropy", Planning.Position.Entropy),
            new("attention", Planning.Position.Attention),
        ],
        new("center", Planning.Position.Centre),
        new("right-top", Planning.Position.TopRight),
        new("right-bottom", Planning.Position.BottomRight),
        new("left-bottom", Planning.Position.BottomLeft),
        new("left-top", Planning.Position.TopLeft),
        new("north", Planning.Position.Top),
        new("northeast", Planning.Position.TopRight),
        new("east", Planning.Position.Right),
        new("southeast", Planning.Position.BottomRight),
        new("south", Planning.Position.Bottom),
        new("southwest", Planning.Position.BottomLeft),
        new("west", Planning.Position.Left),
        new("northwest", Planning.Position.TopLeft));

    public static readonly Words<Kernel> Kernel = new(
    [
        new("lanczos3", Planning.Kernel.Lanczos3),
        new("lanczos2", Planning.Kernel.Lanczos2),
        new("mitchell", Planning.Kernel.Mitchell),
        new("cubic", Planning.Kernel.Cubic),
        new("linear", Planning.Kernel.Linear),
        new("nearest", Planning.Kernel.Nearest),
    ]);

    public static readonly Words<Metadata> Keep = new(
    [
        new("icc", Metadata.Icc),
        new("exif", Metadata.Exif),
        new("xmp", Metadata.Xmp),
        new("iptc", Metadata.Iptc),
        new("all", Metadata.All),
    ]);

    /// <summary>The formats that can be written; <see langword="null"/> is the source's own.</summary>
    public static readonly Words<ImageFormat?> Format = new(
        [
            new("auto", null),
            new("jpeg", ImageFormat.Jpeg),
            new("png", ImageFormat.Png),
            new("webp", ImageFormat.WebP),
            new("avif", ImageFormat.Avif),
            new("gif", ImageFormat.Gif),
            new("tiff", ImageFormat.Tiff),
        ],
        new("jpg", ImageFormat.Jpeg),
        new("tif", ImageFormat.Tiff));

    /// <summary>CSS puts a space between two words and does not mind which comes first.</summary>
    public static Position ParsePosition(string text) =>
        Position.Parse(string.Join('-', text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
