using CsCheck;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Resizing;

namespace Thumbs.Imaging.Tests;

/// <summary>Our own reduction of plain pictures compared with that of libvips.</summary>
public sealed class ReductionTests : Workbench
{
    private static Image Reduce(Image image, int width, int height) =>
        Reduction.Reduce(image, new Extent(image.Width, image.Height), width, height);

    [Theory]
    [InlineData(1200, 900, 400, 300)]
    [InlineData(1200, 900, 960, 720)]
    [InlineData(900, 1200, 300, 600)]
    [InlineData(640, 480, 640, 240)]
    public void It_agrees_with_libvips_to_within_one_level(int width, int height, int toWidth, int toHeight)
    {
        using var image = TestImages.Chirp(width, height);
        using var ours = Reduce(image, toWidth, toHeight);
        using var rows = image.Reducev((double)height / toHeight);
        using var theirs = rows.Reduceh((double)width / toWidth);

        var differences = ours.WriteToMemory<byte>().Zip(theirs.WriteToMemory<byte>(), (one, other) => Math.Abs(one - other)).ToArray();
        Assert.Equal(toWidth * toHeight * 3, differences.Length);
        Assert.True(differences.Count(difference => difference <= 1) >= 0.999 * differences.Length, $"{differences.Count(difference => difference > 1)} differ");
        Assert.True(differences.Max() <= 3, $"one by {differences.Max()}");
    }

    [Fact]
    public void A_picture_of_one_colour_keeps_it_whatever_its_size() =>
        (from width in Gen.Int[1, 90]
         from height in Gen.Int[1, 90]
         from toWidth in Gen.Int[1, width]
         from toHeight in Gen.Int[1, height]
         from bands in Gen.Bool.Select(grey => grey ? 1 : 3)
         from level in Gen.Byte
         select (width, height, toWidth, toHeight, bands, level)).Sample(
            size =>
            {
                using var image = Image.NewFromMemory<byte>([.. Enumerable.Repeat(size.level, size.width * size.height * size.bands)], size.width, size.height, size.bands, Enums.BandFormat.Uchar);
                using var reduced = Reduce(image, size.toWidth, size.toHeight);
                Assert.Equal((size.toWidth, size.toHeight, size.bands), (reduced.Width, reduced.Height, reduced.Bands));
                Assert.All(reduced.WriteToMemory<byte>(), pixel => Assert.Equal(size.level, pixel));
            },
            iter: 300,
            threads: 1);

    [Fact]
    public void Grey_is_reduced_as_each_colour_is() =>
        (from width in Gen.Int[2, 70]
         from height in Gen.Int[2, 70]
         from toWidth in Gen.Int[1, width - 1]
         from toHeight in Gen.Int[1, height]
         from levels in Gen.Byte.Array[width * height]
         select (width, height, toWidth, toHeight, levels)).Sample(
            picture =>
            {
                using var grey = Image.NewFromMemory<byte>(picture.levels, picture.width, picture.height, 1, Enums.BandFormat.Uchar);
                using var colours = grey.Bandjoin(grey, grey);
                using var reducedGrey = Reduce(grey, picture.toWidth, picture.toHeight);
                using var reducedColours = Reduce(colours, picture.toWidth, picture.toHeight);
                Assert.Equal(reducedGrey.WriteToMemory<byte>().SelectMany(level => Enumerable.Repeat(level, 3)), reducedColours.WriteToMemory<byte>());
            },
            iter: 200,
            threads: 1);

    [Theory]
    [InlineData(800, 600, 100, 75, true)]
    [InlineData(801, 600, 100, 75, false)]
    [InlineData(800, 601, 100, 75, false)]
    [InlineData(800, 600, 800, 600, false)]
    [InlineData(800, 600, 801, 300, false)]
    public void It_is_for_pictures_that_become_smaller_but_not_by_hundreds_of_times(int width, int height, int toWidth, int toHeight, bool suits)
    {
        using var image = Image.Black(width, height, bands: 3);
        Assert.Equal(suits, Reduction.Suits(image, toWidth, toHeight));
    }

    [Fact]
    public void A_long_strip_becomes_a_speck_without_windows_of_thousands_of_rows()
    {
        using var strip = Image.Black(40, 60000, bands: 3);
        using var made = Make(strip.PngsaveBuffer(), Recipe(Images.ImageFormat.Png, 8, 8));
        Assert.Equal((1, 8), (made.Width, made.Height));
    }

    [Theory]
    [InlineData(500, 128)]
    [InlineData(1600, 1599)]
    [InlineData(9, 2)]
    [InlineData(2, 1)]
    public void The_weights_of_every_window_come_to_one(int length, int reduced)
    {
        var windows = LanczosWindows.Of(length, length - 0.4, reduced);
        for (var window = 0; window < reduced; window++)
        {
            Assert.InRange(windows.Start(window), 0, length - windows.Count);
            Assert.Equal(LanczosWindows.One, windows.Weights(window).ToArray().Sum());
        }
    }
}
