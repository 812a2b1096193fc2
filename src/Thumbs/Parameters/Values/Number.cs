using System.Globalization;

namespace Thumbs.Parameters.Values;

/// <summary>Numbers, with and without a unit. Each has a range, which the message of a wrong one contains.</summary>
public static class Number
{
    private static readonly (string Unit, decimal Factor)[] Counts =
        [("", 1), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m)];

    private static readonly (string Unit, decimal Factor)[] Bytes =
    [
        ("", 1), ("B", 1),
        ("k", 1e3m), ("kB", 1e3m), ("KiB", 1 << 10),
        ("M", 1e6m), ("MB", 1e6m), ("MiB", 1 << 20),
        ("G", 1e9m), ("GB", 1e9m), ("GiB", 1 << 30),
        ("T", 1e12m), ("TB", 1e12m), ("TiB", 1L << 40),
    ];

    private static readonly (string Unit, decimal Factor)[] Milliseconds =
        [("", 1000), ("ms", 1), ("s", 1000), ("m", 60_000), ("min", 60_000), ("h", 3_600_000)];

    /// <exception cref="WrongValueException">It is not a whole number from <paramref name="least"/> to <paramref name="most"/>.</exception>
    public static int Parse(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least && number <= most
            ? number
            : throw new WrongValueException($"\"{text}\" is not a whole number from {least:N0} to {most:N0}");

    /// <summary>A count of px: <c>268M</c>, <c>1000000</c>; at most 1,000 G, far more than libvips supports.</summary>
    public static long ParsePixels(string text) =>
        (long)Parse(text, Counts, 1, 1e12m, "a number of pixels such as 268M, from 1 to 1000G");

    /// <summary>Bytes of memory: <c>512MB</c>, <c>1GiB</c>. At least 64 MB, since libvips itself needs most of that.</summary>
    public static long ParseBytes(string text) =>
        (long)Parse(text, Bytes, 64e6m, 1e12m, "an amount of memory such as 512MB or 1GiB, from 64MB to 1000GB");

    /// <summary>Bytes on a disk: <c>500MB</c>, <c>2GB</c>.</summary>
    public static long ParseStorage(string text) =>
        (long)Parse(text, Bytes, 0, 1e15m, "an amount of storage such as 500MB or 2GB, up to 1000TB");

    /// <summary>A time: <c>30s</c>, <c>500ms</c>, <c>2m</c>; seconds where there is no unit.</summary>
    public static TimeSpan ParseTime(string text) =>
        TimeSpan.FromMilliseconds((long)Parse(text, Milliseconds, 1, 86_400_000, "a time such as 30s, 500ms or 2m, from 1ms to 24h"));

    private static decimal Parse(string text, (string Unit, decimal Factor)[] units, decimal least, decimal most, string what)
    {
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ");
        var unit = text[digits.Length..].Trim();
        // Three digits after the point and fifteen before are enough for every value in range; more could overflow.
        if (digits.Length <= 18
            && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            foreach (var (name, factor) in units)
            {
                if (name.Equals(unit, StringComparison.OrdinalIgnoreCase) && number * factor is var value && value >= least && value <= most)
                    return value;
            }
        }

        throw new WrongValueException($"\"{text}\" is not {what}");
    }
}
