using System.Numerics;
using System.Runtime.InteropServices;

namespace Thumbs.Benchmarks.Quality;

/// <summary>The similarity of two pictures of one size.</summary>
internal static class Likeness
{
    private const int WindowRadius = 5;
    private const double WindowSigma = 1.5;

    /// <summary>The constants of Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment" (2004), for levels to 255.</summary>
    private const float C1 = 0.01f * 255 * 0.01f * 255, C2 = 0.03f * 255 * 0.03f * 255;

    private static readonly float[] Window = Gaussian();

    /// <summary>The ratio of peak to noise over all three bands, in dB.</summary>
    public static double Psnr(Raster one, Raster other) => Psnr(one.Levels, other.Levels);

    /// <summary>The ratio of peak to noise of the luma, in dB.</summary>
    public static double LumaPsnr(Raster one, Raster other) => Psnr(one.Luma(), other.Luma());

    private static double Psnr(float[] one, float[] other)
    {
        var squares = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            double difference = one[i] - other[i];
            squares += difference * difference;
        }

        return 10 * Math.Log10(255.0 * 255 * one.Length / squares);
    }

    /// <summary>Structural similarity of the luma, 1 for the same: the mean over all places of a Gaussian window of 11 × 11 px, σ 1.5 px.</summary>
    public static double Ssim(Raster one, Raster other)
    {
        var (x, y) = (one.Luma(), other.Luma());
        var (meanX, meanY) = (Blur(x, one), Blur(y, one));
        var (squareX, squareY, product) = (Blur(Product(x, x), one), Blur(Product(y, y), one), Blur(Product(x, y), one));
        var sum = 0.0;
        for (var i = 0; i < meanX.Length; i++)
        {
            var varianceX = squareX[i] - (meanX[i] * meanX[i]);
            var varianceY = squareY[i] - (meanY[i] * meanY[i]);
            var covariance = product[i] - (meanX[i] * meanY[i]);
            sum += ((2 * meanX[i] * meanY[i]) + C1) * ((2 * covariance) + C2)
                / (((meanX[i] * meanX[i]) + (meanY[i] * meanY[i]) + C1) * (varianceX + varianceY + C2));
        }

        return sum / meanX.Length;
    }

    private static float[] Product(float[] x, float[] y)
    {
        var product = new float[x.Length];
        for (var i = 0; i < x.Length; i++)
            product[i] = x[i] * y[i];
        return product;
    }

    /// <summary>The window's mean of values at each place where all of the window lies within the picture.</summary>
    private static float[] Blur(float[] values, Raster size)
    {
        var (width, height) = (size.Width - (2 * WindowRadius), size.Height - (2 * WindowRadius));
        var across = new float[width * size.Height];
        for (var y = 0; y < size.Height; y++)
        {
            for (var k = 0; k < Window.Length; k++)
                Add(values.AsSpan((y * size.Width) + k, width), Window[k], across.AsSpan(y * width, width));
        }

        var blurred = new float[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var k = 0; k < Window.Length; k++)
                Add(across.AsSpan((y + k) * width, width), Window[k], blurred.AsSpan(y * width, width));
        }

        return blurred;
    }

    /// <summary>Adds a row, weighted, to another.</summary>
    private static void Add(ReadOnlySpan<float> row, float weight, Span<float> sum)
    {
        var whole = row.Length - (row.Length % Vector<float>.Count);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row[..whole]);
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum[..whole]);
        for (var i = 0; i < rows.Length; i++)
            sums[i] += weight * rows[i];
        for (var i = whole; i < row.Length; i++)
            sum[i] += weight * row[i];
    }

    private static float[] Gaussian()
    {
        var values = Enumerable.Range(-WindowRadius, (2 * WindowRadius) + 1).Select(x => Math.Exp(-x * x / (2 * WindowSigma * WindowSigma))).ToArray();
        var sum = values.Sum();
        return Array.ConvertAll(values, value => (float)(value / sum));
    }
}
