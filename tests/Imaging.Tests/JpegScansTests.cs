using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Tests;

/// <summary>A decode at 1/8 is the same without the scans that are removed from a progressive JPEG.</summary>
public sealed class JpegScansTests : Workbench
{
    public static TheoryData<int, int, Enums.ForeignSubsample, int, string> Kinds => new(
        from size in new[] { (801, 603), (64, 48), (17, 9), (2100, 17) }
        from subsample in new[] { Enums.ForeignSubsample.On, Enums.ForeignSubsample.Off }
        from restarts in new[] { 0, 3 }
        from colours in new[] { "rgb", "grey", "cmyk" }
        select (size.Item1, size.Item2, subsample, restarts, colours));

    private static ReadOnlySpan<byte> ScanMarker => [0xFF, 0xDA];

    private static byte[] Progressive(
        int width = 801, int height = 603, Enums.ForeignSubsample subsample = Enums.ForeignSubsample.On, int restarts = 0, string colours = "rgb")
    {
        using var chirp = TestImages.Chirp(width, height);
        using var image = colours switch
        {
            "grey" => chirp.Colourspace(Enums.Interpretation.Bw),
            "cmyk" => chirp.Colourspace(Enums.Interpretation.Cmyk),
            _ => chirp.Copy(),
        };
        return image.JpegsaveBuffer(q: 90, interlace: true, subsampleMode: subsample, restartInterval: restarts);
    }

    private static byte[] Thin(byte[] jpeg)
    {
        var thin = new byte[jpeg.Length + JpegScans.Room];
        return thin[..JpegScans.LeaveOut(jpeg, thin)];
    }

    /// <summary>Fails on every warning, so that the JPEG is valid.</summary>
    private static byte[] Pixels(byte[] jpeg)
    {
        using var image = Image.JpegloadBuffer(jpeg, shrink: 8, failOn: Enums.FailOn.Warning);
        return image.WriteToMemory<byte>();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void At_an_eighth_the_pixels_are_the_same(int width, int height, Enums.ForeignSubsample subsample, int restarts, string colours)
    {
        var jpeg = Progressive(width, height, subsample, restarts, colours);
        Assert.Equal(Pixels(jpeg), Pixels(Thin(jpeg)));
    }

    [Fact]
    public void Most_of_the_file_is_left_out()
    {
        var jpeg = Progressive(subsample: Enums.ForeignSubsample.Off);
        Assert.InRange(Thin(jpeg).Length, 1, jpeg.Length / 4);
    }

    [Fact]
    public void What_follows_the_picture_is_left_out_too()
    {
        var jpeg = Progressive();
        Assert.Equal(Thin(jpeg), Thin([.. jpeg, .. jpeg]));
    }

    [Fact]
    public void Of_a_file_that_is_cut_off_nothing_is_left_out()
    {
        var jpeg = Progressive(width: 80, height: 60);
        for (var length = 2; length < jpeg.Length; length++)
            Assert.Empty(Thin(jpeg[..length]));
    }

    [Fact]
    public void Of_a_file_with_one_scan_nothing_is_left_out()
    {
        using var chirp = TestImages.Chirp(80, 60);
        Assert.Empty(Thin(chirp.JpegsaveBuffer()));
    }

    [Fact]
    public void No_damage_leads_beyond_the_file_or_the_room_for_what_is_written()
    {
        var jpeg = Progressive(width: 80, height: 60);
        var random = new Random(4711);
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = (byte[])jpeg.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(2, Math.Min(damaged.Length, 1_200))] = (byte)random.Next(256);
            Assert.InRange(Thin(damaged).Length, 0, jpeg.Length + JpegScans.Room);
        }
    }

    [Fact]
    public void A_thumbnail_is_made_without_the_scans_that_it_does_not_need()
    {
        var jpeg = Progressive(1600, 1200, Enums.ForeignSubsample.Off);
        var last = jpeg.AsSpan().LastIndexOf(ScanMarker);
        jpeg.AsSpan(last + 12, 40).Fill(0x55);
        using var damaged = Make(jpeg, Recipe(Images.ImageFormat.Png));
        using var whole = Make(Progressive(1600, 1200, Enums.ForeignSubsample.Off), Recipe(Images.ImageFormat.Png));
        Assert.Equal(whole.WriteToMemory<byte>(), damaged.WriteToMemory<byte>());
    }
}
