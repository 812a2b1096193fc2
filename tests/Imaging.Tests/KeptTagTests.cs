using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>The orientation that a rendition states, and the thumbnail embedded in it.</summary>
public sealed class KeptTagTests : Workbench
{
    [Fact]
    public void No_format_states_an_orientation_that_was_applied()
    {
        using var flat = TestImages.Flat(80, 60, 200, 30, 30);
        using var profiled = flat.IccTransform("p3", inputProfile: "srgb");
        foreach (var picture in new[] { flat, profiled })
        {
            using var lying = TestImages.WithOrientation(picture, 6);
            foreach (var source in new[] { lying.JpegsaveBuffer(), lying.TiffsaveBuffer(), lying.PngsaveBuffer(), lying.WebpsaveBuffer() })
            {
                foreach (var format in new[] { ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Tiff, ImageFormat.Gif })
                {
                    foreach (var keep in new[] { Metadata.None, Metadata.Icc, Metadata.Exif, Metadata.All })
                    {
                        using var made = Make(source, Recipe(format, 40, 40) with { Keep = keep });
                        Assert.Equal((30, 40, 1), (made.Width, made.PageHeight, OrientationOf(made)));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Png")]
    [InlineData("WebP")]
    [InlineData("Tiff")]
    public void One_that_was_not_applied_stays_and_nothing_else_of_the_metadata(string format)
    {
        using var flat = TestImages.Flat(80, 60, 200, 30, 30);
        using var lying = flat.Mutate(mutable =>
        {
            mutable.Set(GValue.GIntType, "orientation", 6);
            mutable.Set(GValue.GStrType, "exif-ifd0-Artist", "Somebody");
        });
        var source = lying.JpegsaveBuffer();

        using var made = Make(source, Recipe(Enum.Parse<ImageFormat>(format), 40, 40) with { Rotate = false });

        Assert.Equal((40, 30, 6), (made.Width, made.Height, OrientationOf(made)));
        Assert.DoesNotContain("exif-ifd0-Artist", made.GetFields());
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Png")]
    [InlineData("WebP")]
    [InlineData("Avif")]
    public void EXIF_is_kept_without_the_thumbnail_in_it(string format)
    {
        using var flat = TestImages.Flat(80, 60, 200, 30, 30);
        using var small = TestImages.Flat(16, 12, 30, 200, 30);
        var thumbnail = small.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        using var owned = flat.Mutate(mutable =>
        {
            mutable.Set(GValue.GStrType, "exif-ifd0-Copyright", "Somebody");
            mutable.Set(GValue.BlobType, "jpeg-thumbnail-data", thumbnail);
        });
        var source = owned.JpegsaveBuffer();

        var job = Job(Save(source), Recipe(Enum.Parse<ImageFormat>(format), 40, 40, Fit.Cover) with { Keep = Metadata.Exif });
        Render(job);

        Assert.True(File.ReadAllBytes(job.Renditions[0].File!).AsSpan().IndexOf(thumbnail) < 0);
        using var made = Image.NewFromFile(job.Renditions[0].File!);
        Assert.StartsWith("Somebody", (string)made.Get("exif-ifd0-Copyright"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_of_a_file_does_not_depend_on_those_before()
    {
        using var flat = TestImages.Flat(300, 300, 200, 30, 30);
        var jpeg = flat.JpegsaveBuffer();
        var broken = Save([.. jpeg.AsSpan(0, 20), .. new byte[400], .. jpeg.AsSpan(20, 300)]);
        var notTiff = Save([.. "II*\0"u8, 8, 0, 0, 0, .. new byte[40]]);
        var first = ImageRenderer.Render(Job(notTiff, Recipe(ImageFormat.Png))).Problems;

        ImageRenderer.Render(Job(broken, Recipe(ImageFormat.Png)));

        Assert.Equal(first, ImageRenderer.Render(Job(notTiff, Recipe(ImageFormat.Png))).Problems);
    }

    private static int OrientationOf(Image image) => image.Contains("orientation") ? (int)image.Get("orientation") : 1;
}
