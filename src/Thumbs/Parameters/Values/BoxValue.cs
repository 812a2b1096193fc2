using System.Globalization;

using Thumbs.Planning;

namespace Thumbs.Parameters.Values;

/// <summary>Boxes: <c>128</c>, <c>320x240</c>, <c>320x</c>, <c>x240</c>.</summary>
public static class BoxValue
{
    /// <summary>The longest side in px that the formats support: JPEG's limit.</summary>
    private const int Longest = 65_535;

    /// <exception cref="WrongValueException">It is not a size.</exception>
    public static Box Parse(string text)
    {
        var cross = text.IndexOf('x', StringComparison.OrdinalIgnoreCase);
        if (cross < 0 && Side(text) is { } side)
            return new Box(side, side);
        if (cross >= 0)
        {
            var width = Side(text.AsSpan(0, cross));
            var height = Side(text.AsSpan(cross + 1));
            if ((width is not null || cross == 0)
                && (height is not null || cross == text.Length - 1)
                && (width ?? height) is not null)
                return new Box(width, height);
        }

        throw new WrongValueException($"\"{text}\" is not a size: N, WxH, Wx or xH, with sides from 1 to {Longest:N0} px");
    }

    /// <summary>Widths, each of which is a box; duplicates are dropped.</summary>
    public static Box[] ParseWidths(string text) =>
        TextList.Parse(text, width => new Box(
            Side(width) ?? throw new WrongValueException($"\"{width}\" is not a width from 1 to {Longest:N0} px"), null));

    private static int? Side(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var px) && px is >= 1 and <= Longest ? px : null;
}
