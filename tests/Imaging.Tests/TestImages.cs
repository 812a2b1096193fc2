using NetVips;

namespace Thumbs.Imaging.Tests;

/// <summary>Pictures made for the tests.</summary>
internal static class TestImages
{
    public static readonly double[] Red = [255, 0, 0];
    public static readonly double[] Green = [0, 200, 0];
    public static readonly double[] Blue = [0, 0, 255];
    public static readonly double[] White = [255, 255, 255];

    public static Image Flat(int width, int height, params double[] colour)
    {
        using var black = Image.Black(width, height);
        using var filled = black.NewFromImage(colour);
        return filled.Copy(interpretation: colour.Length < 3 ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb);
    }

    /// <summary>Red at the top left, green at the top right, blue at the bottom left, white at the bottom right.</summary>
    public static Image Quadrants(int width, int height)
    {
        using var topLeft = Flat(width / 2, height / 2, Red);
        using var topRight = Flat(width - (width / 2), height / 2, Green);
        using var bottomLeft = Flat(width / 2, height - (height / 2), Blue);
        using var bottomRight = Flat(width - (width / 2), height - (height / 2), White);
        return Image.Arrayjoin([topLeft, topRight, bottomLeft, bottomRight], across: 2);
    }

    /// <summary>A picture with detail at every scale and no noise, the same at every run: a chirp in both directions over slow colours.</summary>
    public static Image Chirp(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = ((double)x / width, (double)y / height);
                var at = 3 * ((y * width) + x);
                pixels[at] = Level(Math.Sin(60 * u * u) * Math.Cos(40 * v * v));
                pixels[at + 1] = Level(Math.Sin((25 * u) + (35 * v * v)));
                pixels[at + 2] = Level(Math.Cos(30 * u * v));
            }
        }

        using var image = Image.NewFromMemory<byte>(pixels, width, height, 3, Enums.BandFormat.Uchar);
        return image.Copy(interpretation: Enums.Interpretation.Srgb).CopyMemory();
        static byte Level(double wave) => (byte)Math.Round(127.5 + (110 * wave));
    }

    /// <summary>Frames one below the other, as an animation.</summary>
    public static Image Animation(int[] delays, int loop, params Image[] frames)
    {
        using var joined = Image.Arrayjoin(frames, across: 1);
        return joined.Mutate(mutable =>
        {
            mutable.Set(GValue.GIntType, "page-height", frames[0].Height);
            mutable.Set(GValue.ArrayIntType, "delay", delays);
            mutable.Set(GValue.GIntType, "loop", loop);
        });
    }

    public static Image WithOrientation(Image image, int orientation) =>
        image.Mutate(mutable => mutable.Set(GValue.GIntType, "orientation", orientation));

    /// <summary>Fails where a pixel is further from the expected colour than the tolerance, in levels of 255.</summary>
    public static void AssertPixel(Image image, int x, int y, double[] expected, double tolerance = 6)
    {
        var actual = image[x, y];
        Assert.True(
            actual.Length == expected.Length && actual.Zip(expected).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance),
            $"at {x},{y}: expected [{string.Join(", ", expected)}], got [{string.Join(", ", actual)}]");
    }
}
