using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class LimitTests : Workbench
{
    private static byte[] Png(int width, int height)
    {
        using var grey = Image.Black(width, height);
        return grey.PngsaveBuffer(bitdepth: 1);
    }

    [Fact]
    public void Too_many_pixels_are_refused_from_the_header()
    {
        var job = Job(Save(Png(1000, 1000)), Recipe(ImageFormat.Png));

        Assert.Equal(
            new ImageProblem("THUMB0107", "1000×1000 px are more than the 999,999 px that are allowed"),
            Fail(job with { MaxPixels = 999_999 }));
        Render(job with { MaxPixels = 1_000_000 });
    }

    [Fact]
    public void A_header_of_65536_times_65536_is_refused_at_once()
    {
        // Only a header: a decoder would report it as truncated.
        byte[] header =
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
            0, 1, 0, 0, 0, 1, 0, 0, 8, 2, 0, 0, 0, 0xE3, 0xE6, 0xA7, 0xB4,
        ];
        byte[] image = [.. header, 0, 0, 0, 1, 0x49, 0x44, 0x41, 0x54, 0x78, 0x76, 0xE6, 0x84, 0xE6];

        Assert.Equal("THUMB0107", Fail(Job(Save(image), Recipe(ImageFormat.Png))).Code);
    }

    [Fact]
    public void The_frames_of_an_animation_count_together()
    {
        using var frames = TestImages.Animation([50, 50], 0, TestImages.Flat(100, 100, TestImages.Red), TestImages.Flat(100, 100, TestImages.Blue));
        var source = Save(frames.GifsaveBuffer());

        Assert.Equal("THUMB0107", Fail(Job(source, Recipe(ImageFormat.Gif)) with { MaxPixels = 19_999 }).Code);
        Render(Job(source, Recipe(ImageFormat.Png)) with { MaxPixels = 19_999 });
    }

    /// <summary>Those that libvips cannot count, it calls damaged.</summary>
    [Theory]
    [InlineData(5000, 1, "5,000 frames of 10×10 px, each counted as 65,536 px, are more than the 268,402,689 px that are allowed")]
    [InlineData(150_000, 1000, "150,000 frames are more than the 100,000 that an animation can have here")]
    public void Very_many_frames_are_too_many_and_not_damaged(int frames, int allowed, string text)
    {
        byte[] header = [.. "GIF89a"u8, 10, 0, 10, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255];
        byte[] frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0];
        var source = Save([.. header, .. Enumerable.Repeat(frame, frames).SelectMany(bytes => bytes), 0x3B]);

        var job = Job(source, Recipe(ImageFormat.WebP));
        Assert.Equal(new("THUMB0107", text), Fail(job with { MaxPixels = job.MaxPixels * allowed }));
        Render(Job(source, Recipe(ImageFormat.Png)));
    }

    [Fact]
    public void What_would_take_too_much_memory_is_refused()
    {
        using var chirp = TestImages.Chirp(2000, 1500);
        var progressive = Job(Save(chirp.JpegsaveBuffer(interlace: true)), Recipe(ImageFormat.Jpeg));
        var baseline = Job(Save(chirp.JpegsaveBuffer()), Recipe(ImageFormat.Jpeg));
        const long sixteen = 16 << 20;

        // 2000 × 1500 × 3 coefficients of 2 bytes make 18 MB.
        Assert.Equal("THUMB0108", Fail(progressive with { MaxMemory = sixteen }).Code);
        Render(baseline with { MaxMemory = sixteen });
    }

    [Fact]
    public void A_rendition_too_large_for_memory_is_refused() =>
        Assert.Equal("THUMB0108", Fail(Job(Save(Png(100, 100)), Recipe(ImageFormat.Png, 60_000, 60_000) with { Enlarge = true })).Code);

    [Fact]
    public void A_side_too_long_for_WebP_is_told_and_what_was_made_before_is_there()
    {
        var job = Job(
            Save(Png(20_000, 10)),
            Recipe(ImageFormat.Png, 20_000, 20_000),
            Recipe(ImageFormat.WebP, 20_000, 20_000));

        var result = ImageRenderer.Render(job);

        Assert.Equal("THUMB0110", Assert.Single(result.Problems).Code);
        Assert.Equal(0, Assert.Single(result.Made).Index);
        Assert.False(File.Exists(job.Renditions[1].File));
    }

    [Fact]
    public void A_missing_folder_is_made_and_an_impossible_one_is_told()
    {
        var file = NewPath();
        File.WriteAllText(file, "in the way");
        var job = Job(Save(Png(10, 10)), Recipe(ImageFormat.Png));
        RenditionOrder To(params string[] path) => job.Renditions[0] with { File = Path.Combine([NewPath(), .. path]) };

        Render(job with { Renditions = [To("new", "folders", "a.png")] });
        Assert.Equal("THUMB0304", Fail(job with { Renditions = [job.Renditions[0] with { File = Path.Combine(file, "a.png") }] }).Code);
    }

    [Fact(Skip = "Only root of Linux can make a small disk.", SkipType = typeof(Platform), SkipUnless = nameof(Platform.IsLinuxRoot))]
    public void A_full_disk_is_told()
    {
        var disk = NewPath();
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=4k", "none", disk), "No small disk can be mounted here.");
        try
        {
            File.WriteAllBytes(Path.Combine(disk, "all"), new byte[4096]);
            var job = Job(Save(Png(10, 10)), Recipe(ImageFormat.Png));

            Assert.Equal("THUMB0303", Fail(job with { Renditions = [job.Renditions[0] with { File = Path.Combine(disk, "a.png") }] }).Code);
            Assert.Equal(["all"], Directory.EnumerateFiles(disk).Select(Path.GetFileName));
        }
        finally
        {
            Assert.True(Run("umount", disk));
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
