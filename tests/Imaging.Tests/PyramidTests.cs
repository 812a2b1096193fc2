using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>TIFFs that contain their picture in several resolutions.</summary>
public sealed class PyramidTests : Workbench
{
    /// <summary>Alternating black and white, of which the copies keep only the white: a rendition of a copy is white, one of the picture itself grey.</summary>
    private static byte[] Checkers(bool directories, int width = 1024, int height = 768)
    {
        var pixels = new byte[width * height];
        for (var at = 0; at < pixels.Length; at++)
            pixels[at] = (byte)((((at % width) + (at / width)) % 2) * 255);
        using var image = Image.NewFromMemory<byte>(pixels, width, height, 1, Enums.BandFormat.Uchar);
        using var grey = image.Copy(interpretation: Enums.Interpretation.Bw);
        return grey.TiffsaveBuffer(pyramid: true, tile: true, subifd: directories, regionShrink: Enums.RegionShrink.Max);
    }

    [Theory]
    [InlineData(false, 128, 255)]
    [InlineData(true, 128, 255)]
    [InlineData(false, 260, 255)]
    [InlineData(true, 260, 255)]
    [InlineData(false, 600, 128)]
    [InlineData(true, 600, 128)]
    public void A_rendition_is_made_from_the_copy_that_is_large_enough(bool directories, int width, double expected)
    {
        using var made = Make(Checkers(directories), Recipe(ImageFormat.Png, width, width));
        Assert.Equal((width, width * 3 / 4), (made.Width, made.Height));
        Assert.InRange(made.Avg(), expected - 2, expected + 2);
    }

    [Fact]
    public void A_rendition_has_the_same_bytes_whatever_is_made_beside_it()
    {
        var source = Save(Checkers(directories: true));
        var small = Recipe(ImageFormat.Png, 128, 128);
        var alone = Render(Job(source, small)).Made;
        var together = Render(Job(source, Recipe(ImageFormat.Png, 900, 900), small)).Made;
        Assert.Equal(alone[0].Facts.Sha256, together[1].Facts.Sha256);
    }

    [Fact]
    public void A_copy_can_be_asked_for_as_the_page_that_it_is()
    {
        using var made = Make(Checkers(directories: false), Recipe(ImageFormat.Png, 2000, 2000) with { Page = 1 });
        Assert.Equal((512, 384), (made.Width, made.Height));
        Assert.Equal(255, made.Avg());
    }

    // Of odd sides, libvips' copies leave out the last columns and rows: their picture is up to a px larger than it should be,
    // which becomes half a px at most of the rendition's far edges.
    [Theory]
    [InlineData(1600, 1216, false, 40)]
    [InlineData(1600, 1216, true, 40)]
    [InlineData(1601, 1207, false, 33)]
    public void What_a_copy_becomes_looks_as_what_the_picture_becomes(int width, int height, bool directories, double decibels)
    {
        using var chirp = TestImages.Chirp(width, height);
        using var full = Make(chirp.TiffsaveBuffer(), Recipe(ImageFormat.Png, 128, 128));
        using var made = Make(chirp.TiffsaveBuffer(pyramid: true, tile: true, subifd: directories), Recipe(ImageFormat.Png, 128, 128));
        using var difference = full - made;
        using var squares = difference * difference;
        var psnr = 10 * Math.Log10(255 * 255 / squares.Avg());
        Assert.True(psnr >= decibels, $"{psnr:f1} dB, less than {decibels}");
    }

    [Fact]
    public void A_document_of_several_pages_is_no_pyramid()
    {
        using var first = TestImages.Flat(400, 400, TestImages.Red);
        using var second = TestImages.Flat(400, 400, TestImages.Green);
        using var joined = TestImages.Animation([0, 0], 0, first, second);
        using var made = Make(joined.TiffsaveBuffer(), Recipe(ImageFormat.Png, 64, 64));
        TestImages.AssertPixel(made, 32, 32, TestImages.Red);
    }

    [Fact]
    public void Memory_is_reckoned_with_for_the_copy_alone()
    {
        // Of the picture itself, decoded, 9 MiB.
        var job = Job(Save(Checkers(directories: true, 3072, 3072)), Recipe(ImageFormat.Png, 128, 128));
        Assert.Empty(ImageRenderer.Render(job with { MaxMemory = (8 << 20) + new FileInfo(job.Source).Length }).Problems);
    }
}
