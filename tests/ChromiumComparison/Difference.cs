using System.Globalization;

using NetVips;

namespace Thumbs.ChromiumComparison;

/// <summary>How far a thumbnail is from what the browser shows.</summary>
/// <param name="Source">The source; absolute.</param>
/// <param name="Decibels">PSNR of 8 bits, of colours over mid-grey; infinite where they are equal, not a number where the browser shows nothing.</param>
/// <param name="Note">What else is to be said.</param>
internal sealed record Difference(string Source, double Decibels, string Note)
{
    /// <param name="source">Absolute.</param>
    /// <param name="thumbnail">A PNG; absolute.</param>
    /// <param name="shown">What the browser shows of the source, at its own size; a PNG.</param>
    /// <param name="keep">The folder for both pictures; <see langword="null"/> to keep none.</param>
    public static Difference Between(string source, string thumbnail, byte[]? shown, string? keep)
    {
        if (shown is null)
            return new(source, double.NaN, "Chromium shows nothing");
        using var ours = Image.NewFromFile(thumbnail);
        using var whole = Image.NewFromBuffer(shown);
        using var theirs = whole.ThumbnailImage(ours.Width, height: ours.Height, size: Enums.Size.Force);
        if (keep is not null)
        {
            var name = Path.Join(keep, Path.GetFileName(source));
            ours.WriteToFile($"{name}.ours.png");
            theirs.WriteToFile($"{name}.chromium.png");
        }

        using var difference = OverGrey(ours) - OverGrey(theirs);
        using var squares = difference * difference;
        var mean = squares.Avg();
        return new(source, mean > 0 ? 10 * Math.Log10(255 * 255 / mean) : double.PositiveInfinity, Shape(ours, whole));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Decibels,6:F1} dB  {Source}{(Note.Length > 0 ? $"  ({Note})" : "")}");

    private static Image OverGrey(Image image)
    {
        var colours = image.Colourspace(Enums.Interpretation.Srgb);
        return colours.HasAlpha() ? colours.Flatten(background: [128, 128, 128]) : colours;
    }

    /// <summary>Of another shape, the picture lies on its side or was cut.</summary>
    private static string Shape(Image ours, Image theirs)
    {
        var (wide, high) = ((double)theirs.Width / ours.Width, (double)theirs.Height / ours.Height);
        var rounding = 1.0 / Math.Min(ours.Width, ours.Height);
        return Math.Abs((wide / high) - 1) > rounding ? $"{theirs.Width}×{theirs.Height} px there, {ours.Width}×{ours.Height} px here" : "";
    }
}
