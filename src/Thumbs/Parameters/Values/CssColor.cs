using System.Drawing;
using System.Globalization;

namespace Thumbs.Parameters.Values;

/// <summary>
/// A colour as CSS writes it (CSS Color Module Level 4, the sRGB forms of sections 5 to 8): a name, <c>#rgb</c> to
/// <c>#rrggbbaa</c>, <c>rgb()</c> and <c>hsl()</c> with commas or with spaces.
/// </summary>
public static class CssColor
{
    private static readonly char[] Separators = [' ', ',', '/'];

    /// <returns><c>#rrggbbaa</c> in lower case.</returns>
    /// <exception cref="WrongValueException">It is not a colour.</exception>
    public static string Parse(string text)
    {
        var color = text.Trim().ToLowerInvariant();
        return Hexadecimal(color) ?? Function(color) ?? Named(color) ?? throw Wrong(text);
    }

    private static WrongValueException Wrong(string text) => new(
        $"\"{text}\" is not a CSS colour such as white, transparent, #f80, rgb(255 136 0 / 50%) or hsl(32 100% 50%)"
        + Nearest.Suggestion(text, Enum.GetValues<KnownColor>().Where(IsOfCss).Select(color => color.ToString().ToLowerInvariant())));

    private static string? Hexadecimal(string text)
    {
        // Without # too, which some shells take for a comment: no colour's name has these letters alone.
        var digits = text is ['#', .. var rest] ? rest : text;
        if (!digits.All(char.IsAsciiHexDigit))
            return null;
        return digits.Length switch
        {
            3 => $"#{Doubled(digits)}ff",
            4 => $"#{Doubled(digits)}",
            6 => $"#{digits}ff",
            8 => $"#{digits}",
            _ => null,
        };
    }

    private static string Doubled(string digits) => string.Concat(digits.Select(digit => new string(digit, 2)));

    /// <summary>.NET's named colours are those of CSS, without the spelling "grey", and with another value for transparent.</summary>
    private static string? Named(string text)
    {
        if (text == "transparent")
            return "#00000000";
        var color = Color.FromName(text.Replace("grey", "gray", StringComparison.Ordinal));
        return IsOfCss(color.ToKnownColor()) ? Written(color.R, color.G, color.B, 1) : null;
    }

    /// <summary>The system colours of the desktop's theme have the first and last numbers.</summary>
    private static bool IsOfCss(KnownColor color) =>
        color is (> KnownColor.Transparent and <= KnownColor.YellowGreen) or KnownColor.RebeccaPurple;

    private static string? Function(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || text[^1] != ')')
            return null;
        var parts = text[(open + 1)..^1].Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (3 or 4))
            return null;
        var alpha = parts.Length == 3 ? 1 : Fraction(parts[3], 1);
        return text[..open] switch
        {
            "rgb" or "rgba" => Rgb(parts, alpha),
            "hsl" or "hsla" => Hsl(parts, alpha),
            _ => null,
        };
    }

    private static string? Rgb(string[] parts, double? alpha) =>
        Fraction(parts[0], 255) is { } red && Fraction(parts[1], 255) is { } green && Fraction(parts[2], 255) is { } blue
            ? Written(red * 255, green * 255, blue * 255, alpha)
            : null;

    /// <summary>The conversion of CSS Color 4, section 7.1.</summary>
    private static string? Hsl(string[] parts, double? alpha)
    {
        var degrees = parts[0].EndsWith("deg", StringComparison.Ordinal) ? parts[0][..^3] : parts[0];
        if (Real(degrees) is not { } hue || Fraction(parts[1], 100) is not { } saturation || Fraction(parts[2], 100) is not { } lightness)
            return null;
        hue = ((hue % 360) + 360) % 360;
        var chroma = saturation * Math.Min(lightness, 1 - lightness);
        return Written(Channel(0), Channel(8), Channel(4), alpha);

        double Channel(int offset)
        {
            var k = (offset + (hue / 30)) % 12;
            return 255 * (lightness - (chroma * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1))));
        }
    }

    /// <summary>A percentage, or a number of at most <paramref name="whole"/>; values out of range are clamped, as in CSS.</summary>
    private static double? Fraction(string text, double whole)
    {
        var fraction = text[^1] == '%' ? Real(text[..^1]) / 100 : Real(text) / whole;
        return fraction is { } value ? Math.Clamp(value, 0, 1) : null;
    }

    private static double? Real(string text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static string? Written(double red, double green, double blue, double? alpha) =>
        alpha is { } opacity ? $"#{Byte(red):x2}{Byte(green):x2}{Byte(blue):x2}{Byte(opacity * 255):x2}" : null;

    private static byte Byte(double value) => (byte)Math.Floor(value + 0.5);
}
