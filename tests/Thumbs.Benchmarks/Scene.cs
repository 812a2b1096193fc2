using System.Text;

using NetVips;

namespace Thumbs.Benchmarks;

/// <summary>
/// A picture with the statistics of a photograph, for where there are none: overlapping shapes of all sizes, the
/// number of which falls with the cube of their size (the dead leaves model), with texture that is equally strong in
/// every octave, and varies from place to place. The same for the same seed.
/// </summary>
internal static class Scene
{
    private const int Things = 600;

    /// <summary>The largest and the smallest shape, as shares of the width.</summary>
    private const double Largest = 0.35, Smallest = 0.004;

    /// <summary>The texture in levels of 255 an octave, where it is strongest. With it JPEGs have the bytes a pixel of real photographs.</summary>
    private const double Texture = 5;

    /// <summary>Sensor noise, in levels of 255.</summary>
    private const double SensorNoise = 1.2;

    private const int Octaves = 6;

    /// <summary>The things alone, as a drawing.</summary>
    /// <param name="width">In px.</param>
    /// <param name="height">In px.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="things">How many there are.</param>
    public static byte[] Svg(int width, int height, int seed, int things = Things)
    {
        var random = new Random(seed);
        var svg = new StringBuilder($"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">""");
        svg.Append($"""<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="{Colour(random)}"/><stop offset="1" stop-color="{Colour(random)}"/></linearGradient></defs>""");
        svg.Append("""<rect width="100%" height="100%" fill="url(#s)"/>""");
        for (var i = 0; i < things; i++)
        {
            var (x, y) = (random.NextDouble() * width, random.NextDouble() * height);
            var (radius, flatness) = (Radius(random) * width, 0.4 + (random.NextDouble() * 0.6));
            svg.Append($"""<ellipse cx="{x:F1}" cy="{y:F1}" rx="{radius:F1}" ry="{radius * flatness:F1}" transform="rotate({random.Next(360)} {x:F1} {y:F1})" fill="{Colour(random)}"/>""");
        }

        return Encoding.UTF8.GetBytes(svg.Append("</svg>").ToString());
    }

    /// <summary>The whole picture, in memory: 8-bit sRGB.</summary>
    /// <param name="width">In px.</param>
    /// <param name="height">In px.</param>
    /// <param name="seed">Any number.</param>
    public static Image Make(int width, int height, int seed)
    {
        using var drawing = Image.SvgloadBuffer(Svg(width, height, seed));
        using var things = drawing.ExtractBand(0, n: 3);
        using var texture = TextureOf(width, height, seed);
        using var sensor = Image.Gaussnoise(width, height, sigma: SensorNoise, mean: 0, seed: seed);
        using var sum = things + texture + sensor;
        using var picture = sum.Cast(Enums.BandFormat.Uchar);
        using var colour = picture.Copy(interpretation: Enums.Interpretation.Srgb);
        return colour.CopyMemory();
    }

    private static Image TextureOf(int width, int height, int seed)
    {
        var sum = Image.Black(width, height);
        for (var octave = 0; octave < Octaves; octave++)
        {
            using var before = sum;
            using var noise = Noise(width, height, octave, Texture, seed + (octave * 101));
            sum = before + noise;
        }

        using var everywhere = sum;
        // Few places have much of it: the square of a slow noise.
        using var slow = Noise(width, height, Octaves + 1, sigma: 0.5, seed + 7);
        using var strength = slow * slow;
        return everywhere * strength;
    }

    /// <summary>Noise without detail below 2^<paramref name="octave"/> px.</summary>
    private static Image Noise(int width, int height, int octave, double sigma, int seed)
    {
        var size = 1 << octave;
        using var fine = Image.Gaussnoise((width / size) + 2, (height / size) + 2, sigma: sigma, mean: 0, seed: seed);
        using var coarse = fine.Resize(size, kernel: Enums.Kernel.Cubic);
        return coarse.ExtractArea(0, 0, width, height);
    }

    /// <summary>Distributed with the inverse cube, between the smallest and the largest.</summary>
    private static double Radius(Random random)
    {
        var (small, large) = (1 / (Smallest * Smallest), 1 / (Largest * Largest));
        return 1 / Math.Sqrt(small - (random.NextDouble() * (small - large)));
    }

    private static string Colour(Random random)
    {
        var light = 0.2 + (random.NextDouble() * 0.8);
        return $"rgb({Level()},{Level()},{Level()})";

        int Level() => (int)(light * (90 + random.Next(166)));
    }
}
