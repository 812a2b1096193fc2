using System.Buffers.Binary;
using System.Text;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>Colour spaces that are stated by numbers. What is expected is what Chromium 156 shows of the same files.</summary>
public sealed class CodedColourTests : Workbench
{
    private static readonly double[] Mixed = [100, 188, 155];

    [Theory]
    [InlineData(1, 1, 121, 121, 0, 91, 184, 150)]
    [InlineData(1, 4, 129, 129, 0, 100, 189, 156)]
    [InlineData(1, 5, 106, 106, 0, 76, 175, 136)]
    [InlineData(1, 7, 141, 141, 0, 115, 196, 166)]
    [InlineData(1, 8, 188, 188, 0, 168, 223, 205)]
    [InlineData(1, 13, 128, 128, 0, 100, 188, 155)]
    [InlineData(1, 17, 118, 118, 0, 87, 186, 149)]
    [InlineData(4, 13, 128, 153, 0, 0, 188, 155)]
    [InlineData(5, 13, 128, 131, 0, 94, 188, 155)]
    [InlineData(6, 6, 121, 118, 11, 100, 183, 149)]
    [InlineData(7, 13, 128, 124, 12, 107, 186, 155)]
    [InlineData(9, 14, 121, 153, 0, 0, 192, 146)]
    [InlineData(9, 13, 128, 161, 0, 0, 196, 152)]
    [InlineData(11, 13, 128, 137, 0, 74, 191, 153)]
    [InlineData(12, 13, 128, 141, 0, 58, 191, 153)]
    [InlineData(12, 8, 188, 206, 0, 152, 225, 204)]
    [InlineData(22, 13, 128, 129, 13, 96, 186, 155)]
    [InlineData(2, 1, 128, 128, 0, 100, 188, 155)]
    [InlineData(1, 9, 128, 128, 0, 100, 188, 155)]
    public void A_PNG_becomes_sRGB_by_its_code_points(byte primaries, byte transfer, double grey, double red, double redsGreen, double r, double g, double b)
    {
        foreach (var deep in new[] { false, true })
        {
            var png = WithChunk(Picture(deep), "cICP", [primaries, transfer, 0, 1]);

            using var made = Make(png, Recipe(ImageFormat.Png));

            TestImages.AssertPixel(made, 5, 5, [grey, grey, grey], tolerance: 3);
            TestImages.AssertPixel(made, 15, 5, [red, redsGreen, 0], tolerance: 3);
            TestImages.AssertPixel(made, 25, 5, [r, g, b], tolerance: 3);
        }
    }

    [Theory]
    [InlineData(1, 1, 128, 128, 0, 100, 188, 155)]
    [InlineData(1, 8, 188, 188, 0, 168, 223, 205)]
    [InlineData(6, 6, 128, 124, 12, 107, 186, 155)]
    [InlineData(9, 14, 128, 161, 0, 0, 196, 152)]
    [InlineData(9, 4, 129, 163, 0, 0, 197, 153)]
    [InlineData(12, 13, 128, 141, 0, 58, 191, 153)]
    [InlineData(12, 2, 128, 141, 0, 58, 191, 153)]
    [InlineData(2, 2, 128, 128, 0, 100, 188, 155)]
    public void An_AVIF_becomes_sRGB_by_its_code_points(byte primaries, byte transfer, double grey, double red, double redsGreen, double r, double g, double b)
    {
        using var picture = Image.NewFromBuffer(Picture(deep: false));
        var avif = picture.HeifsaveBuffer(lossless: true, compression: Enums.ForeignHeifCompression.Av1, effort: 0);
        var at = avif.AsSpan().IndexOf("nclx"u8);
        (avif[at + 5], avif[at + 7]) = (primaries, transfer);

        using var made = Make(avif, Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 5, 5, [grey, grey, grey], tolerance: 3);
        TestImages.AssertPixel(made, 15, 5, [red, redsGreen, 0], tolerance: 3);
        TestImages.AssertPixel(made, 25, 5, [r, g, b], tolerance: 3);
    }

    [Theory]
    [InlineData(100000, 128, 188)]
    [InlineData(55556, 128, 146)]
    [InlineData(50000, 64, 71)]
    [InlineData(45455, 64, 64)]
    [InlineData(30000, 64, 25)]
    public void Gamma_counts_where_nothing_better_is_stated(int gamma, double stored, double shown)
    {
        using var flat = TestImages.Flat(30, 10, stored);
        var chunk = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(chunk, gamma);
        var png = WithChunk(flat.PngsaveBuffer(), "gAMA", chunk);

        using var made = Make(png, Recipe(ImageFormat.Png));
        using var told = Make(WithChunk(png, "sRGB", [0]), Recipe(ImageFormat.Png));
        using var coded = Make(WithChunk(png, "cICP", [1, 13, 0, 1]), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 5, 5, made.Bands == 1 ? [shown] : [shown, shown, shown], tolerance: 1);
        TestImages.AssertPixel(told, 5, 5, [stored], tolerance: 0);
        TestImages.AssertPixel(coded, 5, 5, [stored], tolerance: 0);
    }

    [Fact]
    public void Code_points_go_before_a_profile_and_a_profile_before_gamma()
    {
        using var picture = Image.NewFromBuffer(Picture(deep: false));
        using var p3 = picture.IccTransform("p3", inputProfile: "srgb");
        var tagged = p3.PngsaveBuffer(profile: "p3", keep: Enums.ForeignKeep.Icc);

        using var coded = Make(WithChunk(tagged, "cICP", [1, 13, 0, 1]), Recipe(ImageFormat.Png));
        using var gamma = Make(WithChunk(tagged, "gAMA", [0, 1, 0x86, 0xA0]), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(coded, 25, 5, p3[25, 5], tolerance: 1);
        TestImages.AssertPixel(gamma, 25, 5, Mixed, tolerance: 2);
    }

    [Fact]
    public void Kept_code_points_become_a_profile_and_the_pixels_stay()
    {
        var png = WithChunk(Picture(deep: false), "cICP", [12, 13, 0, 1]);

        using var kept = Make(png, Recipe(ImageFormat.Png) with { Keep = Metadata.Icc });

        TestImages.AssertPixel(kept, 25, 5, Mixed, tolerance: 0);
        using var converted = kept.IccTransform("srgb", embedded: true);
        TestImages.AssertPixel(converted, 25, 5, [58, 191, 153], tolerance: 3);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(18)]
    public void High_dynamic_range_keeps_its_contrast(byte transfer)
    {
        var levels = Enumerable.Range(0, 256).Select(level => (byte)level).ToArray();
        using var bare = Image.NewFromMemory<byte>(levels, 256, 1, 1, Enums.BandFormat.Uchar);
        using var ramp = bare.Copy(interpretation: Enums.Interpretation.Bw);

        using var made = Make(WithChunk(ramp.PngsaveBuffer(), "cICP", [9, transfer, 0, 1]), Recipe(ImageFormat.Png, 256, 1));

        var shown = Enumerable.Range(0, 256).Select(x => made[x, 0][1]).ToArray();
        Assert.Equal(shown.Order(), shown);
        Assert.Equal((0, 255), (shown[0], shown[255]));
        // White, of 203 cd/m², is close to white, and what has 26 cd/m² is a middle grey.
        var (white, grey) = transfer == 16 ? (148, 97) : (191, 96);
        Assert.InRange(shown[white], 215, 240);
        Assert.InRange(shown[grey], 80, 125);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(50, 50)]
    [InlineData(1000, 203)]
    [InlineData(5000, 203)]
    public void Dark_light_stays_and_the_brightest_is_white(double light, double shown) =>
        Assert.Equal(shown / 203, HighDynamicRange.ToWhite(light), 3);

    /// <summary>Three squares of 10 px: grey, red and a mixed colour.</summary>
    private static byte[] Picture(bool deep)
    {
        using var grey = TestImages.Flat(10, 10, 128, 128, 128);
        using var red = TestImages.Flat(10, 10, 128, 0, 0);
        using var mixed = TestImages.Flat(10, 10, Mixed);
        using var joined = Image.Arrayjoin([grey, red, mixed], across: 3);
        if (!deep)
            return joined.PngsaveBuffer(keep: Enums.ForeignKeep.None);
        using var wide = joined * 257;
        using var cast = wide.Cast(Enums.BandFormat.Ushort);
        using var sixteen = cast.Copy(interpretation: Enums.Interpretation.Rgb16);
        return sixteen.PngsaveBuffer(keep: Enums.ForeignKeep.None, bitdepth: 16);
    }

    /// <summary>The file with a chunk after IHDR, which ends at 33.</summary>
    private static byte[] WithChunk(byte[] png, string name, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. data];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32(named));
        return [.. png.AsSpan(0, 33), .. length, .. named, .. sum, .. png.AsSpan(33)];
    }

    private static uint Crc32(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
        }

        return ~sum;
    }
}
