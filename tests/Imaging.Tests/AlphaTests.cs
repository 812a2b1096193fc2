using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class AlphaTests : Workbench
{
    // White where it can be seen, black where it cannot: the black must not show at the edge.
    private static byte[] Stripes()
    {
        using var seen = TestImages.Flat(3, 200, 255, 255, 255, 255);
        using var hidden = TestImages.Flat(5, 200, 0, 0, 0, 0);
        using var stripes = Image.Arrayjoin([.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? seen : hidden)], across: 50, shim: 0);
        return stripes.PngsaveBuffer();
    }

    [Theory]
    [InlineData("Png")]
    [InlineData("WebP")]
    [InlineData("Tiff")]
    public void What_is_transparent_leaves_no_dark_halo(string format)
    {
        using var made = Make(Stripes(), Recipe(Enum.Parse<ImageFormat>(format), 70, 70) with { Lossless = true });

        Assert.True(made.HasAlpha());
        for (var x = 0; x < made.Width; x++)
        {
            var pixel = made[x, made.Height / 2];
            Assert.True(pixel[3] < 16 || pixel[0] >= 250, $"a halo of {pixel[0]} at {x}, alpha {pixel[3]}");
        }
    }

    [Theory]
    [InlineData(null, 255, 255, 255)]
    [InlineData("#ff0000ff", 255, 0, 0)]
    [InlineData("#ff000000", 255, 255, 255)]
    [InlineData("#00000080", 127, 127, 127)]
    public void A_format_without_alpha_shows_the_background(string? background, double red, double green, double blue)
    {
        using var clear = TestImages.Flat(200, 200, 0, 0, 255, 0);

        using var made = Make(clear.PngsaveBuffer(), Recipe(ImageFormat.Jpeg) with { Background = background });

        Assert.Equal(3, made.Bands);
        TestImages.AssertPixel(made, 50, 50, [red, green, blue], tolerance: 3);
    }

    [Fact]
    public void Half_transparent_is_mixed_with_the_background()
    {
        using var half = TestImages.Flat(200, 200, 0, 0, 0, 128);

        using var made = Make(half.PngsaveBuffer(), Recipe(ImageFormat.Jpeg));

        TestImages.AssertPixel(made, 50, 50, [127, 127, 127], tolerance: 2);
    }

    [Fact]
    public void Grey_with_alpha_stays_grey_with_alpha()
    {
        using var chirp = TestImages.Chirp(100, 75);
        using var bands = chirp.ExtractBand(0, n: 2);
        using var grey = bands.Copy(interpretation: Enums.Interpretation.Bw);

        using var made = Make(grey.PngsaveBuffer(), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 50, 50, grey[50, 50], tolerance: 0);
    }

    /// <summary>The bit of the header says whether there is alpha; another says so in an extended file.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Alpha_that_a_lossless_WebP_denies_is_there(bool isExtended)
    {
        using var glass = TestImages.Flat(30, 20, 200, 100, 0, 90);
        var file = glass.WebpsaveBuffer(lossless: true, keep: isExtended ? Enums.ForeignKeep.All : Enums.ForeignKeep.None);
        var lossless = file.AsSpan().IndexOf("VP8L"u8);
        Assert.Equal(isExtended, lossless > 12);
        file[lossless + 12] &= 0xEF;
        if (isExtended)
            file[20] &= 0xEF;

        using var made = Make(file, Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 9, 9, [200, 100, 0, 90], tolerance: 1);
    }

    [Theory]
    [InlineData("Png")]
    [InlineData("WebP")]
    public void An_alpha_that_is_opaque_everywhere_is_not_written(string format)
    {
        using var solid = TestImages.Flat(30, 20, 200, 100, 0, 255);
        using var made = Make(solid.PngsaveBuffer(), Recipe(Enum.Parse<ImageFormat>(format)));
        Assert.Equal(3, made.Bands);
    }
}
