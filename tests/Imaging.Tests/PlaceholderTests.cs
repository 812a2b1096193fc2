using System.Globalization;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Imaging.Worker;
using Thumbs.Imaging.Writing;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>The placeholders of real images and of such whose answer is known.</summary>
public sealed class PlaceholderTests : Workbench
{
    private static string[] Files(string folder)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var images = Path.Combine(at.FullName, folder);
            if (Directory.Exists(images))
                return [.. Directory.GetFiles(images).Order(StringComparer.Ordinal)];
        }

        return [];
    }

    /// <summary>The colours that one sees first in them.</summary>
    public static TheoryData<string, string> Samples => new()
    {
        { "mountains.jpg", "#60587a" },
        { "sea.webp", "#3388bb" },
        { "leaf.png", "#338844" },
        { "sun.svg", "#f6b73c" },
        { "disc.gif", "#f5f5f0" },
        { "meadow-sideways.jpg", "#88bbee" },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_samples_have_the_obvious_colour(string file, string colour)
    {
        var placeholder = Of(File.ReadAllBytes(Files("samples/photos").Single(path => Path.GetFileName(path) == file)), Recipe(ImageFormat.WebP));

        Assert.True(Distance(colour, placeholder.Colour) < 24, placeholder.Colour);
    }

    [Fact]
    public void All_real_images_have_sound_ones_that_look_like_them()
    {
        foreach (var file in Files("samples/photos").Concat(Files("../shared/images/photos")).Concat(Files("../shared/images/orientation")).Concat(Files("../shared/images/formats")))
        {
            var job = Job(file, Recipe(ImageFormat.Png, 64, 64)) with { Placeholder = true };
            var result = Render(job);
            var placeholder = result.Source!.Placeholder!;
            Assert.True(placeholder.IsSound, file);
            Assert.InRange(placeholder.Data.Length, 30, 199);

            using var tiny = Image.NewFromBuffer(Convert.FromBase64String(placeholder.Data[Placeholder.Prefix.Length..]));
            using var rendition = Open(job.Renditions[0].File!, ImageFormat.Png);
            var shape = (double)result.Source.Width / result.Source.Height;
            var (widest, narrowest) = ((tiny.Width + 0.51) / Math.Max(0.1, tiny.Height - 0.51), (tiny.Width - 0.51) / (tiny.Height + 0.51));
            Assert.InRange(shape, Math.Min(narrowest, tiny.Width == 1 ? 0 : narrowest), tiny.Height == 1 ? double.MaxValue : widest);
            Assert.True(Difference(Flat(tiny, rendition), Flat(rendition, rendition)) < 40, $"{file}: data");

            var hash = ThumbHashPicture.Of(Convert.FromBase64String(placeholder.ThumbHash), 32, 32);
            using var decoded = Image.NewFromMemory<byte>(hash, 32, 32, 4, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
            Assert.True(Difference(Flat(decoded, rendition), Flat(rendition, rendition)) < 48, $"{file}: hash");
        }
    }

    [Fact]
    public void Of_a_plain_picture_everything_is_its_colour()
    {
        using var plain = Plain(120, 60, 200, 40, 90);
        var placeholder = Of(plain.PngsaveBuffer(), Recipe(ImageFormat.Png));

        Assert.Equal("#c8285a", placeholder.Colour);
        var hash = Convert.FromBase64String(placeholder.ThumbHash);
        // Brightness (200 + 40 + 90) / 765 of 63, yellow against blue (120 - 90) / 255, red against green 160 / 255, and no frequencies but the sides 7 × 4.
        Assert.Equal(27 | (35 << 6) | (51 << 12), hash[0] | (hash[1] << 8) | (hash[2] << 16));
        Assert.Equal(4 | (1 << 15), hash[3] | (hash[4] << 8));
        using var tiny = Image.NewFromBuffer(Convert.FromBase64String(placeholder.Data[Placeholder.Prefix.Length..]));
        Assert.Equal((32, 16), (tiny.Width, tiny.Height));
        Assert.All(tiny[5, 5].Zip([200.0, 40, 90]), pair => Assert.Equal(pair.Second, pair.First, 6.0));
    }

    [Fact]
    public void What_covers_most_is_the_colour_and_what_is_not_seen_does_not_count()
    {
        using var grey = Plain(100, 100, 128, 128, 128);
        using var red = Plain(100, 30, 220, 20, 20);
        using var both = grey.Insert(red, 0, 0);
        Assert.Equal("#808080", Of(both.PngsaveBuffer(), Recipe(ImageFormat.Png, 200, 200)).Colour);
        using var half = grey.Insert(red, 0, 0).Insert(red, 0, 30);
        Assert.Equal("#dc1414", Of(half.PngsaveBuffer(), Recipe(ImageFormat.Png, 200, 200)).Colour);

        using var nothing = grey.Bandjoin(0);
        var placeholder = Of(nothing.PngsaveBuffer(), Recipe(ImageFormat.Png));
        Assert.Equal("#ffffff", placeholder.Colour);
        Assert.True(placeholder.IsSound);
    }

    [Fact]
    public void It_is_of_the_whole_upright_picture_whatever_is_cut_and_made()
    {
        var sideways = Files("samples/photos").Single(path => path.EndsWith("meadow-sideways.jpg", StringComparison.Ordinal));
        Recipe[] recipes = [Recipe(ImageFormat.WebP, 400, 300), Recipe(ImageFormat.Jpeg, 50, 50, Fit.Cover), Recipe(ImageFormat.WebP, 320, null) with { Rotate = false }];
        var whole = Job(sideways, recipes) with { Placeholder = true };
        var all = Render(whole).Source!;
        using var tiny = Image.NewFromBuffer(Convert.FromBase64String(all.Placeholder!.Data[Placeholder.Prefix.Length..]));
        Assert.Equal(all.Width > all.Height, tiny.Width > tiny.Height);

        foreach (var standing in new[] { "012", "12", "0", "1" })
        {
            var rest = whole with { Renditions = [.. whole.Renditions.Select((order, i) => standing.Contains((char)('0' + i), StringComparison.Ordinal) ? order with { File = null } : order)] };
            Assert.Equal(all, Render(rest).Source);
        }

        Assert.Null(Render(whole with { Placeholder = false }).Source!.Placeholder);
    }

    [Fact]
    public void Of_an_animation_it_is_the_first_frame_and_of_pages_the_one_that_is_made()
    {
        using var red = Plain(40, 40, 220, 20, 20);
        using var blue = Plain(40, 40, 20, 20, 220);
        using var both = red.Join(blue, Enums.Direction.Vertical);
        using var frames = both.Mutate(image => image.Set(GValue.GIntType, "page-height", 40));

        var gif = Render(Job(Save(frames.GifsaveBuffer()), Recipe(ImageFormat.Gif, 20, 20)) with { Placeholder = true }).Source!;
        Assert.Equal(("#dc1414", true), (gif.Placeholder!.Colour, gif.Animated));
        var tiff = Render(Job(Save(frames.TiffsaveBuffer()), Recipe(ImageFormat.Png, 20, 20) with { Page = 1 }) with { Placeholder = true }).Source!;
        Assert.Equal(("#1414dc", false, 2), (tiff.Placeholder!.Colour, tiff.Animated, tiff.Pages));
    }

    [Fact]
    public void Alpha_is_that_there_is_a_channel()
    {
        using var plain = Plain(8, 8, 1, 2, 3);
        using var opaque = plain.Bandjoin(255);
        Assert.False(FactsOf(plain.PngsaveBuffer()).Alpha);
        Assert.False(FactsOf(plain.JpegsaveBuffer()).Alpha);
        Assert.True(FactsOf(opaque.PngsaveBuffer()).Alpha);
        Assert.True(FactsOf("<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/>"u8.ToArray()).Alpha);
    }

    [Fact]
    public void Noise_with_alpha_fits_too()
    {
        var random = new Random(1);
        var pixels = new byte[64 * 64 * 4];
        random.NextBytes(pixels);
        using var noise = Image.NewFromMemory<byte>(pixels, 64, 64, 4, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        Assert.True(Of(noise.PngsaveBuffer(), Recipe(ImageFormat.Png)).IsSound);
        using var opaque = noise.ExtractBand(0, n: 3);
        Assert.True(Of(opaque.PngsaveBuffer(), Recipe(ImageFormat.Png)).IsSound);
    }

    private SourceFacts FactsOf(byte[] source) => Render(Job(Save(source), Recipe(ImageFormat.Png))).Source!;

    private Placeholder Of(byte[] source, Recipe recipe) => Render(Job(Save(source), recipe) with { Placeholder = true }).Source!.Placeholder!;

    private static Image Plain(int width, int height, params double[] colour)
    {
        using var black = Image.Black(width, height, bands: 3);
        using var coloured = black + colour;
        return coloured.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>On grey, blurred to what a placeholder can show, in the size of another.</summary>
    private static Image Flat(Image image, Image size)
    {
        using var colours = image.Bands < 3 ? image.Colourspace(Enums.Interpretation.Srgb) : image.Copy();
        using var flat = colours.HasAlpha() ? colours.Flatten(background: [128]) : colours.Copy();
        using var sized = flat.ThumbnailImage(size.Width, height: size.Height, size: Enums.Size.Force);
        return sized.Gaussblur(3);
    }

    /// <summary>The root of the mean square, in levels.</summary>
    private static double Difference(Image one, Image other)
    {
        using (one)
        using (other)
        {
            using var difference = one - other;
            using var squares = difference * difference;
            return Math.Sqrt(squares.Avg());
        }
    }

    private static double Distance(string one, string other) =>
        Math.Sqrt(Enumerable.Range(0, 3).Sum(i => Math.Pow(Level(one, i) - Level(other, i), 2)));

    private static int Level(string colour, int i) => int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
