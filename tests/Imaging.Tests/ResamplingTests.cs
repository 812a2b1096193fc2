using NetVips;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>Renditions against a reference computed here, in double precision, from all of the source's pixels.</summary>
public sealed class ResamplingTests : Workbench
{
    [Theory]
    [InlineData("png", 200, 45)]
    [InlineData("png", 611, 45)]
    [InlineData("png", 1100, 45)]
    [InlineData("webp", 200, 36)]
    // 1600 px at 1/2, 1/4 and 1/8, down to the margin of DecodeScale. The bounds are its documented ones.
    [InlineData("jpeg", 533, 40)]
    [InlineData("jpeg", 266, 40)]
    [InlineData("jpeg", 133, 40)]
    [InlineData("jpeg", 64, 40)]
    public void A_reduction_matches_a_Lanczos_reference(string format, int width, double decibels)
    {
        var psnr = Psnr(format, 1600, 1200, width);
        Assert.True(psnr >= decibels, $"{psnr:f1} dB, less than {decibels}");
    }

    // The px that a decoder makes of the last columns and rows represent less of the picture than the others: if they were taken
    // for full ones, the picture would move by half a px, and these would be at 23 to 37 dB.
    [Theory]
    [InlineData("jpeg", 1126, 661, 64, 39)]
    [InlineData("jpeg", 1126, 661, 128, 39)]
    [InlineData("jpeg", 1601, 1207, 100, 39)]
    [InlineData("jpeg", 1603, 1205, 100, 39)]
    [InlineData("jpeg", 1001, 751, 250, 39)]
    [InlineData("jpeg", 333, 500, 128, 39)]
    [InlineData("webp", 1601, 1207, 100, 39)]
    // libwebp's own scaling moves the colours of odd sides, if not their lightness, by a quarter px.
    [InlineData("webp", 333, 500, 128, 34)]
    public void A_picture_stays_in_its_place_where_the_decoders_shrinking_does_not_divide_its_sides(
        string format, int width, int height, int reduced, double decibels)
    {
        var psnr = Psnr(format, width, height, reduced);
        Assert.True(psnr >= decibels, $"{psnr:f1} dB, less than {decibels}");
    }

    private double Psnr(string format, int width, int height, int reduced)
    {
        using var chirp = TestImages.Chirp(width, height);
        var source = format switch
        {
            "png" => chirp.PngsaveBuffer(),
            "webp" => chirp.WebpsaveBuffer(q: 95),
            _ => chirp.JpegsaveBuffer(q: 95, subsampleMode: Enums.ForeignSubsample.Off),
        };

        using var made = Make(source, Recipe(ImageFormat.Png, reduced, reduced));

        using var decoded = Image.NewFromBuffer(source);
        var reference = Lanczos(decoded.WriteToMemory<byte>(), width, height, made.Width, made.Height);
        return Psnr(reference, made.WriteToMemory<byte>());
    }

    /// <summary>Separable Lanczos of three lobes, stretched by the reduction, edges repeated by normalizing the weights.</summary>
    private static double[] Lanczos(byte[] pixels, int width, int height, int toWidth, int toHeight)
    {
        var rows = new double[toWidth * height * 3];
        for (var x = 0; x < toWidth; x++)
        {
            var (first, weights) = Weights(x, width, toWidth);
            for (var y = 0; y < height; y++)
            {
                for (var band = 0; band < 3; band++)
                    rows[(((y * toWidth) + x) * 3) + band] = weights.Index().Sum(w => w.Item * pixels[(((y * width) + first + w.Index) * 3) + band]);
            }
        }

        var result = new double[toWidth * toHeight * 3];
        for (var y = 0; y < toHeight; y++)
        {
            var (first, weights) = Weights(y, height, toHeight);
            for (var x = 0; x < toWidth * 3; x++)
                result[(y * toWidth * 3) + x] = weights.Index().Sum(w => w.Item * rows[((first + w.Index) * toWidth * 3) + x]);
        }

        return result;
    }

    private static (int First, double[] Weights) Weights(int to, int from, int toLength)
    {
        var factor = (double)from / toLength;
        var centre = (to + 0.5) * factor;
        var first = Math.Max(0, (int)Math.Ceiling(centre - (3 * factor) - 0.5));
        var last = Math.Min(from - 1, (int)Math.Floor(centre + (3 * factor) - 0.5));
        var weights = Enumerable.Range(first, last - first + 1).Select(i => Kernel((i + 0.5 - centre) / factor)).ToArray();
        var sum = weights.Sum();
        return (first, [.. weights.Select(weight => weight / sum)]);
    }

    private static double Kernel(double x) =>
        x == 0 ? 1 : Math.Abs(x) >= 3 ? 0 : 3 * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / 3) / (Math.PI * Math.PI * x * x);

    private static double Psnr(double[] reference, byte[] actual)
    {
        Assert.Equal(reference.Length, actual.Length);
        var error = reference.Zip(actual).Average(pair => Math.Pow(Math.Clamp(pair.First, 0, 255) - pair.Second, 2));
        return 10 * Math.Log10(255 * 255 / error);
    }
}
