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
    public static double Psnr(Raster one, Raster other)
    {
        var squares = 0.0;
        for (var i = 0; i < one.Levels.Length; i++)
        {
            double difference = one.Levels[i] - other.Levels[i];
            squares += difference * difference;
        }

        return 10 * Math.Log10(255.0 * 255 * one.Levels.Length / squares);
    }

    /// <summary>Structural similarity of the luma, 1 for the same: the mean over all places of a Gaussian window of 11 × 11 px, σ 1.5 px.</summary>
    public static double Ssim(Raster one, Raster other)
    {
        var (x, y) = (one.Luma(), other.Luma());
        var (meanX, meanY) = (Blur(x, x, one, Left), Blur(y, y, one, Left));
        var (squareX, squareY, product) = (Blur(x, x, one, Product), Blur(y, y, one, Product), Blur(x, y, one, Product));
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

        static float Left(float a, float b) => a;
        static float Product(float a, float b) => a * b;
    }

    /// <summary>The window's mean of something at each place where all of the window lies within the picture.</summary>
    private static float[] Blur(float[] x, float[] y, Raster size, Func<float, float, float> value)
    {
        var (width, height) = (size.Width - (2 * WindowRadius), size.Height - (2 * WindowRadius));
        var across = new float[width * size.Height];
        for (var i = 0; i < across.Length; i++)
        {
            var start = (i / width * size.Width) + (i % width);
            for (var k = 0; k < Window.Length; k++)
                across[i] += Window[k] * value(x[start + k], y[start + k]);
        }

        var blurred = new float[width * height];
        for (var i = 0; i < blurred.Length; i++)
        {
            for (var k = 0; k < Window.Length; k++)
                blurred[i] += Window[k] * across[i + (k * width)];
        }

        return blurred;
    }

    private static float[] Gaussian()
    {
        var values = Enumerable.Range(-WindowRadius, (2 * WindowRadius) + 1).Select(x => Math.Exp(-x * x / (2 * WindowSigma * WindowSigma))).ToArray();
        var sum = values.Sum();
        return Array.ConvertAll(values, value => (float)(value / sum));
    }
}
