using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class AnimationTests : Workbench
{
    private static byte[] ThreeFrames(ImageFormat format, int width = 120, int height = 80)
    {
        using var animation = TestImages.Animation(
            [100, 200, 350],
            loop: 3,
            TestImages.Flat(width, height, TestImages.Red),
            TestImages.Flat(width, height, TestImages.Green),
            TestImages.Flat(width, height, TestImages.Blue));
        return format == ImageFormat.Gif ? animation.GifsaveBuffer() : animation.WebpsaveBuffer(lossless: true);
    }

    [Theory]
    [InlineData("Gif", "Gif")]
    [InlineData("Gif", "WebP")]
    [InlineData("WebP", "Gif")]
    [InlineData("WebP", "WebP")]
    public void Frames_delays_and_loop_are_kept_and_no_frame_bleeds_into_the_next(string from, string to)
    {
        var recipe = Recipe(Enum.Parse<ImageFormat>(to), 30, 20) with { Lossless = true };

        using var made = Make(ThreeFrames(Enum.Parse<ImageFormat>(from)), recipe);

        Assert.Equal((30, 20, 3), (made.Width, made.PageHeight, made.Height / made.PageHeight));
        Assert.Equal([100, 200, 350], (int[])made.Get("delay"));
        Assert.Equal(3, (int)made.Get("loop"));
        foreach (var (frame, colour) in new[] { TestImages.Red, TestImages.Green, TestImages.Blue }.Index())
        {
            AssertColour(made, 15, frame * 20, colour);
            AssertColour(made, 15, (frame * 20) + 19, colour);
        }
    }

    [Fact]
    public void A_still_of_an_animation_is_warned_of_and_the_others_keep_moving()
    {
        var job = Job(Save(ThreeFrames(ImageFormat.Gif)), Recipe(ImageFormat.Avif), Recipe(ImageFormat.WebP), Recipe(ImageFormat.Jpeg));

        var result = ImageRenderer.Render(job);

        Assert.Equal(new ImageProblem("THUMB0115", "An animation of 3 frames becomes a still as avif, jpeg"), Assert.Single(result.Problems));
        using var moving = Open(job.Renditions[1].File!, ImageFormat.WebP);
        Assert.Equal(3, moving.Height / moving.PageHeight);
        Assert.Empty(ImageRenderer.Render(Job(job.Source, Recipe(ImageFormat.Jpeg) with { Animate = false }, Recipe(ImageFormat.Jpeg) with { Page = 1 })).Problems);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void The_still_of_an_animated_PNG_is_warned_of(byte frames, bool isAnimated)
    {
        using var flat = TestImages.Flat(30, 20, TestImages.Red);
        var png = flat.PngsaveBuffer();
        byte[] control = [0, 0, 0, 8, .. "acTL"u8, 0, 0, 0, frames, 0, 0, 0, 0];
        var checksum = BitConverter.GetBytes(Crc32(control.AsSpan(4)));
        byte[] animated = [.. png[..33], .. control, .. checksum.Reverse(), .. png[33..]];

        var result = ImageRenderer.Render(Job(Save(animated), Recipe(ImageFormat.WebP)));

        Assert.Single(result.Made);
        Assert.Equal(isAnimated ? ["THUMB0116"] : [], result.Problems.Select(problem => problem.Code));
        Render(Job(Save(animated), Recipe(ImageFormat.Png) with { Animate = false }));
    }

    [Theory]
    [InlineData("Inside", 60, 40)]
    [InlineData("Cover", 60, 60)]
    [InlineData("Contain", 60, 60)]
    [InlineData("Fill", 60, 60)]
    [InlineData("Outside", 90, 60)]
    public void Every_fit_works_frame_by_frame(string fit, int width, int height)
    {
        var recipe = Recipe(ImageFormat.WebP, 60, 60, Enum.Parse<Fit>(fit)) with { Lossless = true, Background = "#000000ff", Position = Position.Attention };

        using var made = Make(ThreeFrames(ImageFormat.Gif), recipe);

        Assert.Equal((width, height, 3), (made.Width, made.PageHeight, made.Height / made.PageHeight));
        AssertColour(made, width / 2, height + (height / 2), TestImages.Green);
        if (recipe.Fit == Fit.Contain)
            AssertColour(made, width / 2, height + 1, [0, 0, 0]);
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Png")]
    [InlineData("Avif")]
    public void A_format_without_animation_shows_the_first_frame(string format)
    {
        using var made = Make(ThreeFrames(ImageFormat.Gif), Recipe(Enum.Parse<ImageFormat>(format), 30, 20));

        Assert.Equal((30, 20), (made.Width, made.Height));
        AssertColour(made, 15, 10, TestImages.Red);
    }

    [Fact]
    public void A_still_of_an_animation_is_its_first_frame_and_a_page_is_that_page()
    {
        using var still = Make(ThreeFrames(ImageFormat.Gif), Recipe(ImageFormat.Gif, 30, 20) with { Animate = false });
        using var third = Make(ThreeFrames(ImageFormat.WebP), Recipe(ImageFormat.WebP, 30, 20) with { Page = 2, Lossless = true });

        Assert.Equal(20, still.Height);
        AssertColour(still, 15, 10, TestImages.Red);
        Assert.Equal(20, third.Height);
        AssertColour(third, 15, 10, TestImages.Blue);
    }

    [Fact]
    public void A_page_that_does_not_exist_is_told()
    {
        var problem = Fail(Job(Save(ThreeFrames(ImageFormat.Gif)), Recipe(ImageFormat.Png) with { Page = 3 }));

        Assert.Equal("THUMB0111", problem.Code);
    }

    [Fact]
    public void Animated_and_still_renditions_of_one_source_come_from_one_job()
    {
        var job = Job(
            Save(ThreeFrames(ImageFormat.WebP)),
            Recipe(ImageFormat.WebP, 60, 40),
            Recipe(ImageFormat.Jpeg, 60, 40),
            Recipe(ImageFormat.WebP, 30, 20),
            Recipe(ImageFormat.Png, 30, 20) with { Page = 1 });

        var made = Render(job).Made;

        Assert.Equal([0, 1, 2, 3], made.Select(rendition => rendition.Index));
        Assert.Equal([40, 40, 20, 20], made.Select(rendition => rendition.Facts.Height));
        using var page = Open(job.Renditions[3].File!, ImageFormat.Png);
        AssertColour(page, 15, 10, TestImages.Green);
    }

    [Fact]
    public void Frames_with_alpha_keep_it()
    {
        using var animation = TestImages.Animation([50, 50], loop: 0, TestImages.Flat(80, 80, 255, 0, 0, 255), TestImages.Flat(80, 80, 0, 0, 255, 0));

        using var made = Make(animation.WebpsaveBuffer(lossless: true), Recipe(ImageFormat.WebP, 20, 20) with { Lossless = true });

        Assert.Equal(255, made[10, 10][3]);
        Assert.Equal(0, made[10, 30][3]);
    }

    /// <summary>A GIF always has alpha.</summary>
    private static void AssertColour(Image image, int x, int y, double[] colour)
    {
        double[] expected = image.HasAlpha() ? [.. colour, 255] : colour;
        TestImages.AssertPixel(image, x, y, expected, tolerance: 8);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
        }

        return ~sum;
    }
}
