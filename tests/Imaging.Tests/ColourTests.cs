using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class ColourTests : Workbench
{
    [Fact]
    public void Display_P3_becomes_sRGB()
    {
        var source = InProfile("p3", [234, 134, 79]);

        using var made = Make(source, Recipe(ImageFormat.Png));

        Assert.False(made.Contains("icc-profile-data"));
        TestImages.AssertPixel(made, 50, 50, Srgb(234, 134, 79), tolerance: 2);
    }

    [Fact]
    public void Kept_profiles_keep_their_colours()
    {
        var source = InProfile("p3", [234, 134, 79]);

        using var made = Make(source, Recipe(ImageFormat.Png) with { Keep = Metadata.Icc });

        Assert.True(made.Contains("icc-profile-data"));
        TestImages.AssertPixel(made, 50, 50, [234, 134, 79], tolerance: 0);
    }

    [Fact]
    public void A_format_without_profiles_gets_sRGB_even_where_they_are_to_be_kept()
    {
        using var made = Make(InProfile("p3", [234, 134, 79]), Recipe(ImageFormat.Gif) with { Keep = Metadata.Icc });

        TestImages.AssertPixel(made, 50, 50, [.. Srgb(234, 134, 79), 255], tolerance: 4);
    }

    [Fact]
    public void An_alpha_beside_a_profile_is_kept()
    {
        using var p3 = Image.NewFromBuffer(InProfile("p3", [234, 134, 79]));
        using var half = p3.Bandjoin(128);

        using var made = Make(half.PngsaveBuffer(), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 50, 50, [.. Srgb(234, 134, 79), 128], tolerance: 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Inks_become_sRGB_with_a_profile_and_without(bool embedded)
    {
        using var white = TestImages.Flat(200, 200, 0, 0, 0, 0);
        using var cyan = TestImages.Flat(200, 200, 255, 0, 0, 0);
        using var black = TestImages.Flat(200, 200, 0, 0, 0, 255);
        using var strip = Image.Arrayjoin([white, cyan, black], across: 3);
        using var inks = strip.Copy(interpretation: Enums.Interpretation.Cmyk);
        var source = embedded
            ? inks.JpegsaveBuffer(q: 95, profile: "cmyk")
            : inks.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.None);

        using var made = Make(source, Recipe(ImageFormat.Png, 90, 30));

        Assert.Equal(3, made.Bands);
        Assert.True(made[15, 15].Min() > 245);
        Assert.True(made[45, 15] is [< 60, > 120, > 180], $"cyan came out as {string.Join(", ", made[45, 15])}");
        Assert.True(made[75, 15].Max() < 60);
    }

    [Fact]
    public void Inks_are_kept_in_a_JPEG_when_their_profile_is()
    {
        using var cyan = TestImages.Flat(200, 200, 255, 0, 0, 0);
        using var inks = cyan.Copy(interpretation: Enums.Interpretation.Cmyk);
        var source = inks.JpegsaveBuffer(q: 95, profile: "cmyk");

        using var jpeg = Make(source, Recipe(ImageFormat.Jpeg) with { Keep = Metadata.Icc });
        using var png = Make(source, Recipe(ImageFormat.Png) with { Keep = Metadata.Icc });

        Assert.Equal(Enums.Interpretation.Cmyk, jpeg.Interpretation);
        TestImages.AssertPixel(jpeg, 50, 50, [255, 0, 0, 0]);
        Assert.Equal(Enums.Interpretation.Srgb, png.Interpretation);
    }

    [Fact]
    public void Sixteen_bits_become_eight()
    {
        using var deep = Deep(0x8000, 0x4000, 0xFF00);

        using var made = Make(deep.PngsaveBuffer(bitdepth: 16), Recipe(ImageFormat.Png));

        Assert.Equal(Enums.BandFormat.Uchar, made.Format);
        TestImages.AssertPixel(made, 50, 50, [128, 64, 255], tolerance: 1);
    }

    [Fact]
    public void Sixteen_bits_with_a_profile_become_sRGB()
    {
        using var deep = Deep(234 * 257, 134 * 257, 79 * 257, 128 * 257);
        using var p3 = Image.NewFromBuffer(InProfile("p3", [1, 2, 3]));
        using var tagged = deep.Mutate(mutable => mutable.Set(GValue.BlobType, "icc-profile-data", p3.Get("icc-profile-data")));

        using var made = Make(tagged.PngsaveBuffer(bitdepth: 16), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 50, 50, [.. Srgb(234, 134, 79), 128], tolerance: 2);
    }

    [Fact]
    public void Lab_becomes_sRGB()
    {
        // L* 50 without colour is grey 119 (CIE 1976 and the transfer function of sRGB).
        using var flat = TestImages.Flat(200, 200, 50, 0, 0);
        using var lab = flat.Cast(Enums.BandFormat.Float).Copy(interpretation: Enums.Interpretation.Lab);

        using var made = Make(lab.TiffsaveBuffer(), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 50, 50, [119, 119, 119], tolerance: 1);
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Png")]
    [InlineData("Tiff")]
    public void Grey_stays_grey(string format)
    {
        using var chirp = TestImages.Chirp(100, 75);
        using var grey = chirp[1].Copy(interpretation: Enums.Interpretation.Bw);

        using var made = Make(grey.PngsaveBuffer(), Recipe(Enum.Parse<ImageFormat>(format)));

        Assert.Equal(1, made.Bands);
        TestImages.AssertPixel(made, 50, 50, grey[50, 50], tolerance: 4);
    }

    [Fact]
    public void A_damaged_profile_is_ignored()
    {
        using var flat = TestImages.Flat(200, 200, 10, 120, 230);
        using var tagged = flat.Mutate(mutable => mutable.Set(GValue.BlobType, "icc-profile-data", new byte[200]));

        using var made = Make(tagged.JpegsaveBuffer(q: 95), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 50, 50, [10, 120, 230], tolerance: 3);
    }

    [Fact]
    public void A_profile_is_told_to_be_sRGB_by_its_colours_not_by_its_name()
    {
        Assert.True(SrgbProfile.Is(ProfileOf("srgb")));
        Assert.False(SrgbProfile.Is(ProfileOf("p3")));
        Assert.False(SrgbProfile.Is(ProfileOf("cmyk")));
        Assert.False(SrgbProfile.Is(new byte[400]));
        Assert.False(SrgbProfile.Is([]));
        for (var cut = 0; cut < 400; cut += 7)
            _ = SrgbProfile.Is(ProfileOf("srgb").AsSpan(0, cut));
    }

    private static Image Deep(params double[] levels)
    {
        using var black = Image.Black(200, 200);
        using var shorts = black.Cast(Enums.BandFormat.Ushort);
        using var flat = shorts.NewFromImage(levels);
        return flat.Copy(interpretation: Enums.Interpretation.Rgb16);
    }

    /// <summary>Display P3 to sRGB by the matrix between their primaries (SMPTE EG 432-1 and IEC 61966-2-1); both have sRGB's curve.</summary>
    private static double[] Srgb(double red, double green, double blue)
    {
        var (r, g, b) = (Linear(red), Linear(green), Linear(blue));
        return
        [
            Encoded((1.2249 * r) - (0.2247 * g)),
            Encoded((-0.0420 * r) + (1.0419 * g)),
            Encoded((-0.0197 * r) - (0.0786 * g) + (1.0979 * b)),
        ];
        static double Linear(double level) => level / 255 <= 0.04045 ? level / 255 / 12.92 : Math.Pow(((level / 255) + 0.055) / 1.055, 2.4);
        static double Encoded(double linear) => 255 * (linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055);
    }

    private static byte[] ProfileOf(string name)
    {
        using var flat = name == "cmyk"
            ? TestImages.Flat(8, 8, 1, 2, 3, 4).Copy(interpretation: Enums.Interpretation.Cmyk)
            : TestImages.Flat(8, 8, 1, 2, 3);
        using var tagged = Image.NewFromBuffer(flat.JpegsaveBuffer(profile: name));
        return (byte[])tagged.Get("icc-profile-data");
    }

    private static byte[] InProfile(string name, double[] levels)
    {
        var profile = ProfileOf(name);
        using var flat = TestImages.Flat(200, 200, levels);
        using var tagged = flat.Mutate(mutable => mutable.Set(GValue.BlobType, "icc-profile-data", profile));
        return tagged.PngsaveBuffer();
    }
}
