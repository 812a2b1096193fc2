using Thumbs.Images;

namespace Thumbs.Benchmarks.Quality;

/// <summary>
/// The reference that thumbnails are compared with: every pixel of the source weighted by Lanczos-3, stretched by the
/// reduction, in floating point and once. Written separately, so that it shares nothing with the code under test.
/// </summary>
internal static class Lanczos
{
    private const int Lobes = 3;

    /// <param name="source">All of its pixels.</param>
    /// <param name="width">In px, no more than the source's.</param>
    /// <param name="height">In px, no more than the source's.</param>
    public static Raster Reduce(Raster source, int width, int height)
    {
        var across = Weights(source.Width, width);
        var narrow = new float[width * source.Height * Raster.Bands];
        for (var y = 0; y < source.Height; y++)
        {
            for (var x = 0; x < width; x++)
                Sum(source.Levels, (y * source.Width * Raster.Bands) + (across[x].First * Raster.Bands), Raster.Bands, across[x].Values, narrow, ((y * width) + x) * Raster.Bands);
        }

        var down = Weights(source.Height, height);
        var levels = new float[width * height * Raster.Bands];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                Sum(narrow, ((down[y].First * width) + x) * Raster.Bands, width * Raster.Bands, down[y].Values, levels, ((y * width) + x) * Raster.Bands);
        }

        for (var i = 0; i < levels.Length; i++)
            levels[i] = Math.Clamp(levels[i], 0, 255);
        return new(width, height, levels);
    }

    /// <summary>For each pixel of the result: the first pixel of the source that counts, and the weights of it and those after it.</summary>
    private static (int First, float[] Values)[] Weights(int source, int result)
    {
        var stretch = (double)source / result;
        var weights = new (int First, float[] Values)[result];
        for (var i = 0; i < result; i++)
        {
            var centre = (i + 0.5) * stretch;
            var first = Math.Max(0, (int)Math.Round(centre - (Lobes * stretch)));
            var end = Math.Min(source, (int)Math.Round(centre + (Lobes * stretch)));
            var values = Enumerable.Range(first, end - first).Select(x => Kernel((x + 0.5 - centre) / stretch)).ToArray();
            var sum = values.Sum();
            weights[i] = (first, Array.ConvertAll(values, value => (float)(value / sum)));
        }

        return weights;
    }

    /// <summary>sinc(x) sinc(x/3) for |x| below 3.</summary>
    private static double Kernel(double x) => Math.Abs(x) < Lobes ? Sinc(x) * Sinc(x / Lobes) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>One pixel: the weighted sum of those at <paramref name="start"/> and each <paramref name="step"/> after it.</summary>
    private static void Sum(float[] from, int start, int step, float[] weights, float[] to, int target)
    {
        var (red, green, blue) = (0f, 0f, 0f);
        foreach (var weight in weights)
        {
            red += weight * from[start];
            green += weight * from[start + 1];
            blue += weight * from[start + 2];
            start += step;
        }

        (to[target], to[target + 1], to[target + 2]) = (red, green, blue);
    }
}
