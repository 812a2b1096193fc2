using System.Globalization;

namespace Thumbs.Imaging.Colour;

/// <summary>The colour that most of a small picture has: what a page puts behind it.</summary>
/// <remarks>
/// Each pixel counts by its opacity, and up to twice where it is saturated: a red flower on a grey wall should be told by the red only
/// where both cover about as much. Colours are counted in bins of 16 levels a channel, and the bin that has the most together with its
/// 26 neighbours wins, so that a gradient over a border of bins is not split. The result is the mean of what is in these 27. All of it
/// is done in integers, and so is the same everywhere.
/// </remarks>
public static class DominantColour
{
    private const int Bits = 4;
    private const int Bins = 1 << Bits;

    /// <summary>The colour as <c>#rrggbb</c>; white where all is transparent.</summary>
    /// <param name="rgba">sRGB, four bytes a pixel, alpha not premultiplied; fewer than 2^20 pixels.</param>
    public static string Of(ReadOnlySpan<byte> rgba)
    {
        var weights = new long[Bins * Bins * Bins];
        for (var i = 0; i < rgba.Length; i += 4)
            weights[BinOf(rgba[i], rgba[i + 1], rgba[i + 2])] += WeightOf(rgba.Slice(i, 4));
        var (red, green, blue) = Fullest(weights);

        var (sum, reds, greens, blues) = (0L, 0L, 0L, 0L);
        for (var i = 0; i < rgba.Length; i += 4)
        {
            if (!IsNear(rgba[i], red) || !IsNear(rgba[i + 1], green) || !IsNear(rgba[i + 2], blue))
                continue;
            var weight = WeightOf(rgba.Slice(i, 4));
            sum += weight;
            reds += weight * rgba[i];
            greens += weight * rgba[i + 1];
            blues += weight * rgba[i + 2];
        }

        return sum == 0
            ? "#ffffff"
            : string.Create(CultureInfo.InvariantCulture, $"#{Mean(reds):x2}{Mean(greens):x2}{Mean(blues):x2}");

        long Mean(long total) => (total + (sum / 2)) / sum;
    }

    private static int BinOf(int red, int green, int blue) => (((red / Bins) << (2 * Bits)) | ((green / Bins) << Bits) | (blue / Bins));

    private static bool IsNear(int level, int bin) => Math.Abs((level / Bins) - bin) <= 1;

    private static long WeightOf(ReadOnlySpan<byte> pixel)
    {
        var most = Math.Max(pixel[0], Math.Max(pixel[1], pixel[2]));
        var least = Math.Min(pixel[0], Math.Min(pixel[1], pixel[2]));
        return pixel[3] * (byte.MaxValue + most - least);
    }

    /// <summary>The bin with the most weight in it and around it; of several the first.</summary>
    private static (int Red, int Green, int Blue) Fullest(long[] weights)
    {
        var (fullest, most) = (0, -1L);
        for (var bin = 0; bin < weights.Length; bin++)
        {
            var around = weights[bin] == 0 ? 0 : Around(weights, bin);
            if (around > most)
                (fullest, most) = (bin, around);
        }

        return (fullest >> (2 * Bits), (fullest >> Bits) % Bins, fullest % Bins);
    }

    private static long Around(long[] weights, int bin)
    {
        var sum = 0L;
        for (var red = Math.Max(0, (bin >> (2 * Bits)) - 1); red <= Math.Min(Bins - 1, (bin >> (2 * Bits)) + 1); red++)
        {
            for (var green = Math.Max(0, ((bin >> Bits) % Bins) - 1); green <= Math.Min(Bins - 1, ((bin >> Bits) % Bins) + 1); green++)
            {
                for (var blue = Math.Max(0, (bin % Bins) - 1); blue <= Math.Min(Bins - 1, (bin % Bins) + 1); blue++)
                    sum += weights[(red << (2 * Bits)) | (green << Bits) | blue];
            }
        }

        return sum;
    }
}
