using System.Globalization;

namespace Thumbs.Images;

/// <summary>
/// A point of CSS's <c>object-position</c>: the point of the picture at these percentages comes to lie at the same percentages of the box.
/// </summary>
/// <param name="X">From the left, 0 to 100.</param>
/// <param name="Y">From the top, 0 to 100.</param>
public sealed record FocalPoint(double X, double Y)
{
    /// <returns><see langword="null"/> where the text is no <c>50% 20%</c>.</returns>
    public static FocalPoint? TryParse(string text)
    {
        var parts = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Percent(parts[0]) is { } x && Percent(parts[1]) is { } y ? new(x, y) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X}% {Y}%");

    private static double? Percent(string text) =>
        text.EndsWith('%') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100
            ? number
            : null;
}
