using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Parameters.Values;

/// <summary>A word and its value.</summary>
public sealed record Word<T>(string Text, T Value);

/// <summary>The words of one option.</summary>
/// <param name="Known">The words that messages list.</param>
/// <param name="Synonyms">Further words that are accepted.</param>
public sealed record Words<T>(Word<T>[] Known, params Word<T>[] Synonyms)
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

/// <summary>The options with words as values.</summary>
public static class Words
{
    public static readonly Words<bool> Switch = new([new("true", true), new("false", false)]);

    public static readonly Words<Fit> Fit = new(
    [
        new("inside", Images.Fit.Inside),
        new("cover", Images.Fit.Cover),
        new("contain", Images.Fit.Contain),
        new("fill", Images.Fit.Fill),
        new("outside", Images.Fit.Outside),
    ]);

    /// <summary>CSS's words; the synonyms are its other spellings and sharp's compass points.</summary>
    public static readonly Words<Position> Position = new(
        [
            new("centre", Images.Position.Centre),
            new("top", Images.Position.Top),
            new("top-right", Images.Position.TopRight),
            new("right", Images.Position.Right),
            new("bottom-right", Images.Position.BottomRight),
            new("bottom", Images.Position.Bottom),
            new("bottom-left", Images.Position.BottomLeft),
            new("left", Images.Position.Left),
            new("top-left", Images.Position.TopLeft),
            new("subject", Images.Position.Subject),
            new("entropy", Images.Position.Entropy),
            new("attention", Images.Position.Attention),
        ],
        new("center", Images.Position.Centre),
        new("right-top", Images.Position.TopRight),
        new("right-bottom", Images.Position.BottomRight),
        new("left-bottom", Images.Position.BottomLeft),
        new("left-top", Images.Position.TopLeft),
        new("north", Images.Position.Top),
        new("northeast", Images.Position.TopRight),
        new("east", Images.Position.Right),
        new("southeast", Images.Position.BottomRight),
        new("south", Images.Position.Bottom),
        new("southwest", Images.Position.BottomLeft),
        new("west", Images.Position.Left),
        new("northwest", Images.Position.TopLeft));

    public static readonly Words<Kernel> Kernel = new(
    [
        new("lanczos3", Images.Kernel.Lanczos3),
        new("lanczos2", Images.Kernel.Lanczos2),
        new("mitchell", Images.Kernel.Mitchell),
        new("cubic", Images.Kernel.Cubic),
        new("linear", Images.Kernel.Linear),
        new("nearest", Images.Kernel.Nearest),
    ]);

    public static readonly Words<PruneUse> Prune = new([new("true", PruneUse.On), new("all", PruneUse.All), new("false", PruneUse.Off)]);

    public static readonly Words<SandboxUse> Sandbox = new([new("auto", SandboxUse.Auto), new("require", SandboxUse.Require), new("off", SandboxUse.Off)]);

    public static readonly Words<string> Loaders = new([.. NamedLoader.All.Select(loader => new Word<string>(loader.Name, loader.Name))]);

    public static readonly Words<Metadata> Keep = new(
    [
        new("icc", Metadata.Icc),
        new("exif", Metadata.Exif),
        new("xmp", Metadata.Xmp),
        new("iptc", Metadata.Iptc),
        new("copyright", Metadata.Copyright),
        new("all", Metadata.All),
        new("none", Metadata.None),
    ]);

    /// <summary>The formats that can be written; <see langword="null"/> is the source's own.</summary>
    public static readonly Words<ImageFormat?> Format = new(
        [
            new("auto", null),
            Named(ImageFormat.Jpeg),
            Named(ImageFormat.Png),
            Named(ImageFormat.WebP),
            Named(ImageFormat.Avif),
            Named(ImageFormat.Gif),
            Named(ImageFormat.Tiff),
        ],
        new("jpg", ImageFormat.Jpeg),
        new("tif", ImageFormat.Tiff));

    private static Word<ImageFormat?> Named(ImageFormat format) => new(format.Name(), format);

    /// <summary>CSS separates two words by a space and allows both orders.</summary>
    public static Position ParsePosition(string text) => text.Contains('%', StringComparison.Ordinal)
        ? throw new WrongValueException($"\"{text}\" is no point: it has two percentages from 0% to 100%, across and down, such as 50%,20%")
        : Position.Parse(string.Join('-', text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
}
