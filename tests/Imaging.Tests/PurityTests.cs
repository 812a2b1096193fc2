using NetVips;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>The bytes of a rendition depend on the source and its recipe alone.</summary>
public sealed class PurityTests : Workbench
{
    private static readonly Recipe[] Recipes =
    [
        Recipe(ImageFormat.Jpeg, 400, 400),
        Recipe(ImageFormat.WebP, 400, 400),
        Recipe(ImageFormat.Png, 128, 128),
        Recipe(ImageFormat.Jpeg, 100, 100, Fit.Cover) with { Position = Position.Attention },
        Recipe(ImageFormat.Avif, 64, 64),
        Recipe(ImageFormat.Tiff, 90, 90, Fit.Contain),
        Recipe(ImageFormat.Gif, 64, 64) with { Sharpen = true },
        Recipe(ImageFormat.Jpeg, 64, 64) with { Keep = Metadata.All },
    ];

    public static TheoryData<string> Sources() => ["jpeg", "rotated", "png", "alpha", "webp", "gif"];

    private static byte[] Source(string name)
    {
        using var chirp = TestImages.Chirp(1601, 1203);
        using var small = TestImages.Chirp(240, 180);
        return name switch
        {
            "jpeg" => chirp.JpegsaveBuffer(),
            "rotated" => TestImages.WithOrientation(chirp, 6).JpegsaveBuffer(),
            "png" => chirp.PngsaveBuffer(),
            "alpha" => chirp.Bandjoin(chirp[0]).PngsaveBuffer(),
            "webp" => chirp.WebpsaveBuffer(),
            _ => TestImages.Animation([50, 50, 50], 0, small, small.FlipHor(), small.FlipVer()).GifsaveBuffer(),
        };
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void It_does_not_matter_which_other_renditions_are_made(string name)
    {
        var source = Save(Source(name));
        var together = Render(Job(source, Recipes)).Made;

        for (var only = 0; only < Recipes.Length; only++)
        {
            var job = Job(source, Recipes);
            var alone = Assert.Single(Render(job with { Renditions = [.. job.Renditions.Select((order, i) => i == only ? order : order with { File = null })] }).Made);
            Assert.Equal(together[only], alone);
            Assert.Equal(together[only].Facts, Assert.Single(Render(Job(source, Recipes[only])).Made).Facts);
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_number_of_threads_does_not_matter(string name)
    {
        var source = Save(Source(name));
        var before = NetVips.NetVips.Concurrency;
        try
        {
            NetVips.NetVips.Concurrency = 1;
            var one = Render(Job(source, Recipes)).Made;
            NetVips.NetVips.Concurrency = 4;
            Assert.Equal(one, Render(Job(source, Recipes)).Made);
        }
        finally
        {
            NetVips.NetVips.Concurrency = before;
        }
    }

    [Fact]
    public void The_metadata_that_a_source_carries_does_not_matter_when_it_is_stripped()
    {
        using var chirp = TestImages.Chirp(800, 600);
        using var commented = chirp.Mutate(mutable => mutable.Set(GValue.BlobType, "xmp-data", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8.ToArray()));
        var plain = Render(Job(Save(chirp.JpegsaveBuffer()), Recipes[0])).Made[0];
        var stripped = Render(Job(Save(commented.JpegsaveBuffer()), Recipes[0])).Made[0];

        Assert.Equal(plain, stripped);
    }
}
