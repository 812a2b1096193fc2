using NetVips;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class MetadataTests : Workbench
{
    private static byte[] Tagged(int orientation)
    {
        using var quadrants = TestImages.Quadrants(300, 200);
        using var tagged = quadrants.Mutate(mutable =>
        {
            mutable.Set(GValue.GIntType, "orientation", orientation);
            mutable.Set(GValue.GStrType, "exif-ifd0-Make", "Thumbs (Thumbs, ASCII, 7 components, 7 bytes)");
            mutable.Set(GValue.BlobType, "xmp-data", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"u8.ToArray());
        });
        return tagged.JpegsaveBuffer(profile: "p3");
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Png")]
    [InlineData("WebP")]
    [InlineData("Avif")]
    [InlineData("Tiff")]
    [InlineData("Gif")]
    public void Everything_is_stripped_unless_it_is_to_be_kept(string format)
    {
        using var made = Make(Tagged(1), Recipe(Enum.Parse<ImageFormat>(format)));

        Assert.DoesNotContain(made.GetFields(), field => field is "xmp-data" or "icc-profile-data" or "iptc-data" or "exif-ifd0-Make");
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Png")]
    [InlineData("WebP")]
    public void What_is_to_be_kept_is_kept_and_nothing_else(string format)
    {
        var recipe = Recipe(Enum.Parse<ImageFormat>(format));

        using var exif = Make(Tagged(1), recipe with { Keep = Metadata.Exif });
        using var xmp = Make(Tagged(1), recipe with { Keep = Metadata.Xmp });
        using var icc = Make(Tagged(1), recipe with { Keep = Metadata.Icc });

        Assert.Equal((true, false, false), Seen(exif));
        Assert.Equal((false, true, false), Seen(xmp));
        Assert.Equal((false, false, true), Seen(icc));
        static (bool Exif, bool Xmp, bool Icc) Seen(Image image) =>
            (image.Contains("exif-ifd0-Make"), image.Contains("xmp-data"), image.Contains("icc-profile-data"));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 6)]
    public void A_kept_orientation_speaks_of_the_pixels_as_they_are(bool rotate, int orientation)
    {
        using var made = Make(Tagged(6), Recipe(ImageFormat.Jpeg) with { Keep = Metadata.Exif, Rotate = rotate });

        Assert.Equal(orientation, (int)made.Get("orientation"));
        Assert.Equal(rotate ? (67, 100) : (100, 67), (made.Width, made.Height));
    }

    [Fact]
    public void A_progressive_JPEG_and_an_interlaced_PNG_are_so_only_when_asked_for()
    {
        foreach (var format in new[] { ImageFormat.Jpeg, ImageFormat.Png })
        {
            using var plain = Make(Tagged(1), Recipe(format));
            using var progressive = Make(Tagged(1), Recipe(format) with { Progressive = true });
            Assert.False(plain.Contains("interlaced"));
            Assert.True(progressive.Contains("interlaced"));
        }
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Png")]
    [InlineData("WebP")]
    [InlineData("Avif")]
    public void The_copyright_is_kept_by_itself_or_with_the_rest(string format)
    {
        using var quadrants = TestImages.Quadrants(90, 60);
        using var tagged = quadrants.Mutate(image =>
        {
            foreach (var (field, text) in new[] { ("exif-ifd0-Artist", "Ada"), ("exif-ifd0-Copyright", "(c) Ada"), ("exif-ifd0-Make", "Thumbs"), ("exif-ifd3-GPSLatitude", "51/1 30/1 0/1"), ("exif-ifd3-GPSLatitudeRef", "N") })
                image.Set(GValue.GStrType, field, text);
        });
        foreach (var source in new[] { tagged.JpegsaveBuffer(), tagged.PngsaveBuffer(), tagged.WebpsaveBuffer(), tagged.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0) })
        {
            using var copyright = Make(source, Recipe(Enum.Parse<ImageFormat>(format), 40, 40) with { Keep = Metadata.Copyright });
            using var all = Make(source, Recipe(Enum.Parse<ImageFormat>(format), 40, 40) with { Keep = Metadata.Exif });

            foreach (var made in new[] { copyright, all })
            {
                Assert.StartsWith("Ada", (string)made.Get("exif-ifd0-Artist"), StringComparison.Ordinal);
                Assert.StartsWith("(c) Ada", (string)made.Get("exif-ifd0-Copyright"), StringComparison.Ordinal);
            }

            Assert.Superset(new HashSet<string>(["exif-ifd0-Make", "exif-ifd3-GPSLatitude"], StringComparer.Ordinal), all.GetFields().ToHashSet(StringComparer.Ordinal));
            Assert.DoesNotContain(copyright.GetFields(), field => field.StartsWith("exif-ifd3-", StringComparison.Ordinal) || field == "exif-ifd0-Make");
            Assert.Equal(-1, ((byte[])copyright.Get("exif-data")).AsSpan().IndexOf("Thumbs"u8));
        }
    }
}
