namespace Thumbs.Imaging.Writing;

/// <summary>
/// ThumbHash (https://evanw.github.io/thumbhash): the lowest frequencies of a picture's cosine transform in at most 25 bytes; brightness in
/// more of them than two colour differences and the opacity.
/// </summary>
/// <remarks>
/// The cosines are rounded to multiples of 2^-32, since their last bits differ between C libraries; everything else is arithmetic that
/// IEEE 754 fixes. So equal pixels have equal hashes on every platform.
/// </remarks>
public static class ThumbHash
{
    /// <summary>The longest side of a picture in px.</summary>
    public const int MostSide = 100;

    private const double CosineSteps = 1L << 32;

    /// <param name="rgba">sRGB, four bytes a pixel, alpha not premultiplied.</param>
    /// <param name="width">In px, at most <see cref="MostSide"/>.</param>
    /// <param name="height">In px, at most <see cref="MostSide"/>.</param>
    public static byte[] Of(ReadOnlySpan<byte> rgba, int width, int height)
    {
        var (brightness, yellowBlue, redGreen, opacity) = Channels(rgba);
        var hasAlpha = Array.Exists(opacity, value => value < 1);
        var longest = Math.Max(width, height);
        var most = hasAlpha ? 5 : 7;
        var (across, down) = (Frequencies(most, width, longest), Frequencies(most, height, longest));
        var l = Spectrum.Of(brightness, width, height, Math.Max(3, across), Math.Max(3, down));
        var p = Spectrum.Of(yellowBlue, width, height, 3, 3);
        var q = Spectrum.Of(redGreen, width, height, 3, 3);
        var a = hasAlpha ? Spectrum.Of(opacity, width, height, 5, 5) : null;

        var isLandscape = width > height;
        var head = Rounded(63 * l.Mean) | (Rounded(31.5 + (31.5 * p.Mean)) << 6) | (Rounded(31.5 + (31.5 * q.Mean)) << 12)
            | (Rounded(31 * l.Scale) << 18) | (hasAlpha ? 1 << 23 : 0);
        var more = (isLandscape ? down : across) | (Rounded(63 * p.Scale) << 3) | (Rounded(63 * q.Scale) << 9) | (isLandscape ? 1 << 15 : 0);
        List<byte> hash = [(byte)head, (byte)(head >> 8), (byte)(head >> 16), (byte)more, (byte)(more >> 8)];
        if (a is not null)
            hash.Add((byte)(Rounded(15 * a.Mean) | (Rounded(15 * a.Scale) << 4)));
        AddNibbles(hash, [.. l.Others, .. p.Others, .. q.Others, .. a?.Others ?? []]);
        return [.. hash];
    }

    private static int Frequencies(int most, int side, int longest) => Math.Max(1, Rounded((double)most * side / longest));

    /// <summary>Halves up.</summary>
    private static int Rounded(double value) => (int)Math.Floor(value + 0.5);

    /// <summary>Transparent pixels have the mean colour of the others, which needs the fewest frequencies.</summary>
    private static (double[] Brightness, double[] YellowBlue, double[] RedGreen, double[] Opacity) Channels(ReadOnlySpan<byte> rgba)
    {
        var (alphas, reds, greens, blues) = (0L, 0L, 0L, 0L);
        for (var i = 0; i < rgba.Length; i += 4)
        {
            alphas += rgba[i + 3];
            reds += rgba[i] * rgba[i + 3];
            greens += rgba[i + 1] * rgba[i + 3];
            blues += rgba[i + 2] * rgba[i + 3];
        }

        var scale = 255.0 * Math.Max(1, alphas);
        var (meanRed, meanGreen, meanBlue) = (reds / scale, greens / scale, blues / scale);
        var count = rgba.Length / 4;
        var (l, p, q, a) = (new double[count], new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var alpha = rgba[(4 * i) + 3] / 255.0;
            var red = (meanRed * (1 - alpha)) + (alpha / 255 * rgba[4 * i]);
            var green = (meanGreen * (1 - alpha)) + (alpha / 255 * rgba[(4 * i) + 1]);
            var blue = (meanBlue * (1 - alpha)) + (alpha / 255 * rgba[(4 * i) + 2]);
            (l[i], p[i], q[i], a[i]) = ((red + green + blue) / 3, ((red + green) / 2) - blue, red - green, alpha);
        }

        return (l, p, q, a);
    }

    private static void AddNibbles(List<byte> hash, double[] values)
    {
        for (var i = 0; i < values.Length; i += 2)
        {
            var second = i + 1 < values.Length ? Rounded(15 * values[i + 1]) << 4 : 0;
            hash.Add((byte)(Rounded(15 * values[i]) | second));
        }
    }

    /// <summary>The lowest frequencies of one channel.</summary>
    /// <param name="Mean">The constant one.</param>
    /// <param name="Others">The others, below the diagonal, from 0 to 1 where 0.5 is none.</param>
    /// <param name="Scale">The largest of the others.</param>
    private sealed record Spectrum(double Mean, IReadOnlyList<double> Others, double Scale)
    {
        public static Spectrum Of(double[] channel, int width, int height, int across, int down)
        {
            var (columns, rows) = (Transform(channel, Cosines(across, width), height), Cosines(down, height));
            var (mean, others) = (0.0, new List<double>());
            for (var cy = 0; cy < down; cy++)
            {
                for (var cx = 0; cx * down < across * (down - cy); cx++)
                {
                    // Beyond its own px a picture has no frequencies, but aliases of lower ones.
                    var value = cx < width && cy < height ? Product(columns[cx], rows[cy], at: 0) / (width * height) : 0;
                    if (cx == 0 && cy == 0)
                        mean = value;
                    else
                        others.Add(value);
                }
            }

            var scale = 0.0;
            foreach (var value in others)
                scale = Math.Max(scale, Math.Abs(value));
            return new(mean, scale == 0 ? others : others.ConvertAll(value => 0.5 + (0.5 / scale * value)), scale);
        }

        /// <summary>For each frequency across, its amount in each row.</summary>
        private static double[][] Transform(double[] channel, double[][] cosines, int height)
        {
            var amounts = new double[cosines.Length][];
            for (var frequency = 0; frequency < cosines.Length; frequency++)
            {
                amounts[frequency] = new double[height];
                for (var y = 0; y < height; y++)
                    amounts[frequency][y] = Product(channel, cosines[frequency], y * cosines[frequency].Length);
            }

            return amounts;
        }

        /// <summary>Added up from the first on: in another order, the last bits may differ.</summary>
        private static double Product(double[] values, double[] factors, int at)
        {
            var sum = 0.0;
            for (var i = 0; i < factors.Length; i++)
                sum += values[at + i] * factors[i];
            return sum;
        }

        private static double[][] Cosines(int count, int length)
        {
            var cosines = new double[count][];
            for (var frequency = 0; frequency < count; frequency++)
            {
                cosines[frequency] = new double[length];
                for (var i = 0; i < length; i++)
                    cosines[frequency][i] = Math.Round(Math.Cos(Math.PI / length * frequency * (i + 0.5)) * CosineSteps) / CosineSteps;
            }

            return cosines;
        }
    }
}
