using System.Globalization;

using Thumbs.Planning;

namespace Thumbs.Parameters.Values;

/// <summary>Boxes: <c>128</c>, <c>320x240</c>, <c>320x</c>, <c>x240</c>; and their shape: <c>16:9</c>.</summary>
public static class BoxValue
{
    private const int Longest = Box.Longest;

    /// <summary>The longest side of a shape, where the other is 1: no picture is longer.</summary>
    private const decimal Narrowest = 100;

    /// <exception cref="WrongValueException">One is not a size.</exception>
    public static Box[] ParseSizes(string text) => TextList.Parse(text, Parse);

    /// <summary>Width over height: <c>16:9</c>, <c>1.91:1</c>, <c>4/3</c>.</summary>
    /// <exception cref="WrongValueException">It is not a shape.</exception>
    public static double ParseAspect(string text)
    {
        if (text.Split(':', '/') is [var left, var right] && Part(left) is { } width && Part(right) is { } height
            && width <= height * Narrowest && height <= width * Narrowest)
        {
            return (double)(width / height);
        }

        throw new WrongValueException($"\"{text}\" is not a shape: W:H such as 16:9 or 1.91:1, from 1:{Narrowest} to {Narrowest}:1");
    }

    private static decimal? Part(string text) =>
        text.Length <= 9 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var part) && part > 0 ? part : null;

    private static Box Parse(string text)
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
