using System.Text;

using NetVips;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>Bytes of renditions beside those of their sources.</summary>
public sealed class NoLargerTests : Workbench
{
    private const string Secret = "the metadata of the source";

    /// <summary>As small as the format can have the picture, smaller than our defaults make it.</summary>
    private static byte[] Small(string format, Image picture)
    {
        using var marked = picture.Mutate(mutable => mutable.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes(Secret)));
        return format switch
        {
            "Jpeg" => marked.JpegsaveBuffer(q: 30, optimizeCoding: true),
            "Png" => marked.PngsaveBuffer(compression: 9, palette: true),
            "WebP" => marked.WebpsaveBuffer(q: 20, effort: 6),
            "Avif" => picture.HeifsaveBuffer(q: 20, compression: Enums.ForeignHeifCompression.Av1, keep: Enums.ForeignKeep.None),
            "Gif" => picture.GifsaveBuffer(interframeMaxerror: 20, bitdepth: 4),
            _ => picture.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Jpeg, q: 30, keep: Enums.ForeignKeep.None),
        };
    }

    public static TheoryData<string> Formats() => ["Jpeg", "Png", "WebP", "Gif", "Avif", "Tiff"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_needs_nothing_done_has_the_pixels_of_its_source_and_no_metadata(string format)
    {
        using var chirp = TestImages.Chirp(90, 60);
        var source = Small(format, chirp);
        var job = Job(Save(source), Recipe(Enum.Parse<ImageFormat>(format)));

        var made = Assert.Single(Render(job).Made);

        var bytes = File.ReadAllBytes(job.Renditions[0].File!);
        Assert.True(made.Facts.Bytes <= source.Length);
        Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0);
        using var before = Image.NewFromBuffer(source);
        using var after = Image.NewFromBuffer(bytes);
        using var difference = (before - after).Abs();
        Assert.Equal(0, difference.Max());
    }

    [Theory]
    [InlineData("Gif")]
    [InlineData("WebP")]
    public void An_animation_stays_whole(string format)
    {
        using var chirp = TestImages.Chirp(90, 60);
        using var turned = chirp.Rot180();
        using var frames = TestImages.Animation([70, 90], 3, chirp, turned);
        var source = format == "Gif" ? frames.GifsaveBuffer(bitdepth: 3) : frames.WebpsaveBuffer(q: 10, effort: 6);

        using var made = Make(source, Recipe(Enum.Parse<ImageFormat>(format)));

        Assert.Equal([70, 90], (int[])made.Get("delay"));
        Assert.Equal(3, made.Get("loop"));
        using var before = Open(Save(source), Enum.Parse<ImageFormat>(format));
        using var difference = (before - made).Abs();
        Assert.Equal(0, difference.Max());
    }

    [Fact]
    public void What_needs_something_done_is_written_anew()
    {
        using var chirp = TestImages.Chirp(90, 60);
        using var lying = TestImages.WithOrientation(chirp, 6);
        var source = chirp.JpegsaveBuffer(q: 30);
        Recipe[] recipes = [Recipe(ImageFormat.Jpeg) with { Progressive = true }, Recipe(ImageFormat.Jpeg) with { Sharpen = true }, Recipe(ImageFormat.Jpeg, 80)];
        var job = Job(Save(source), recipes);
        Render(job);
        Assert.All(job.Renditions, rendition => Assert.NotEqual(source, File.ReadAllBytes(rendition.File!)));

        using var made = Make(lying.JpegsaveBuffer(q: 30), Recipe(ImageFormat.Jpeg));
        Assert.Equal((60, 90), (made.Width, made.Height));
    }

    [Theory]
    [InlineData(2, 1, 3)]
    [InlineData(3, 2, 3)]
    [InlineData(16, 4, 3)]
    [InlineData(17, 8, 4)]
    [InlineData(256, 8, 4)]
    [InlineData(257, 0, 3)]
    public void Few_colours_are_a_palette_and_the_very_same_colours(int colours, int bits, int bands)
    {
        var (pixels, random) = (new byte[64 * 64 * bands], 1U);
        for (var at = 0; at < pixels.Length; at += bands)
        {
            // Scattered, so that a palette is the smaller file.
            random = (random * 1_664_525) + 1_013_904_223;
            var colour = at / bands < colours ? at / bands : (int)((random >> 16) % colours);
            (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)colour, (byte)(colour * 37), (byte)(colour / 256 * 99));
            if (bands == 4)
                pixels[at + 3] = (byte)(colour == 0 ? 0 : 255);
        }

        using var image = Image.NewFromMemory<byte>(pixels, 64, 64, bands, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        var job = Job(Save(image.PngsaveBuffer(compression: 0)), Recipe(ImageFormat.Png));
        Render(job);

        var png = File.ReadAllBytes(job.Renditions[0].File!);
        Assert.Equal(bits == 0 ? (8, 2) : (bits, 3), (png[24], png[25]));
        using var made = Image.PngloadBuffer(png);
        using var seen = made.HasAlpha() ? made.Premultiply() : made.Copy();
        using var expected = image.HasAlpha() ? image.Premultiply() : image.Copy();
        using var difference = (seen - expected).Abs();
        Assert.Equal(0, difference.Max());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(256)]
    public void Colours_are_as_few_as_asked_for(int colours)
    {
        using var chirp = TestImages.Chirp(100, 75);
        using var made = Make(chirp.PngsaveBuffer(), Recipe(ImageFormat.Png) with { Colours = colours });

        Assert.Equal(1, made.Get("palette"));
        using var difference = (made - chirp).Abs();
        Assert.InRange(difference.Avg(), 0.1, colours == 256 ? 12 : 90);
    }

    [Fact]
    public void A_JPEG_of_much_effort_is_smaller_and_progressive()
    {
        using var chirp = TestImages.Chirp(400, 300);
        var job = Job(Save(chirp.PngsaveBuffer()), Recipe(ImageFormat.Jpeg, 300, 300), Recipe(ImageFormat.Jpeg, 300, 300) with { Effort = 7 });

        var made = Render(job).Made;

        Assert.InRange(made[1].Facts.Bytes, 1, made[0].Facts.Bytes - 1);
        using var hard = Open(job.Renditions[1].File!, ImageFormat.Jpeg);
        Assert.True(hard.Contains("interlaced"));
    }

    [Fact]
    public void A_WebP_of_a_GIF_is_no_larger()
    {
        // Dots, which cost a codec for photographs much.
        using var dots = Image.Xyz(80, 60)[0].Linear([97.0], [0.0]) % 2 * 255;
        using var noise = dots.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        using var inverse = noise.Invert();
        using var frames = TestImages.Animation([70, 90], 0, noise, inverse);
        var source = frames.GifsaveBuffer(bitdepth: 1);
        var job = Job(Save(source), Recipe(ImageFormat.WebP));

        Assert.InRange(Assert.Single(Render(job).Made).Facts.Bytes, 1, source.Length);

        Assert.True(frames.WebpsaveBuffer(q: 90, effort: 2).Length > source.Length, "the picture does not try anything");
    }
}
