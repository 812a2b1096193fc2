using System.Globalization;
using System.Text;

using NetVips;

using Thumbs.Images;

namespace Thumbs.Imaging.Tests;

/// <summary>What cover keeps where a point is named, or the file's metadata names its subject.</summary>
public sealed class SubjectTests : Workbench
{
    /// <summary>The subject, in px of the upright picture of 320 × 200: a dull square on black, beside one that draws attention.</summary>
    private const int Left = 150, Top = 20, Side = 60;

    /// <summary>Tags of EXIF, in their order.</summary>
    private const int PixelXDimension = 0xA002, PixelYDimension = 0xA003, SubjectArea = 0x9214, SubjectLocation = 0xA214;

    private static readonly double[] Subject = [0, 100, 0];

    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            for (var orientation = 1; orientation <= 8; orientation++)
            {
                foreach (var how in new[] { "mwg", "mwg as elements", "area", "circle", "location", "reduced" })
                    cases.Add(orientation, how);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_subject_is_in_the_middle_whichever_way_the_picture_lies(int orientation, string how)
    {
        using var upright = Picture();
        using var stored = OrientationTests.Stored(upright, orientation);
        using var mark = OrientationTests.Stored(Marked(), orientation);
        var (x, y) = Centre(mark);
        var plain = stored.JpegsaveBuffer(q: 95, subsampleMode: Enums.ForeignSubsample.Off, keep: Enums.ForeignKeep.None);
        var (width, height) = (stored.Width, stored.Height);
        var source = how switch
        {
            "area" => WithExif(plain, orientation, (SubjectArea, [x, y, Side, Side])),
            "circle" => WithExif(plain, orientation, (SubjectArea, [x, y, Side])),
            "location" => WithExif(plain, orientation, (SubjectLocation, [x, y])),
            "reduced" => WithExif(plain, orientation, (SubjectArea, [4 * x, 4 * y, 4 * Side, 4 * Side]), (PixelXDimension, [4 * width]), (PixelYDimension, [4 * height])),
            _ => WithXmp(stored, orientation, Region("Face", (double)x / width, (double)y / height, (double)Side / width, (double)Side / height, how != "mwg")),
        };

        using var made = Make(source, Recipe(ImageFormat.Png, 60, 60, Fit.Cover) with { Position = Position.Subject });

        // 200 px high becomes 60: the square has 18 px, with its middle 15 px below the edge.
        TestImages.AssertPixel(made, 30, 15, Subject, tolerance: 12);
        TestImages.AssertPixel(made, 30 - 14, 15, [0, 0, 0], tolerance: 12);
        TestImages.AssertPixel(made, 30 + 14, 15, [0, 0, 0], tolerance: 12);
    }

    [Fact]
    public void Where_nothing_or_nonsense_is_told_it_is_the_part_that_draws_attention()
    {
        using var plain = Picture();
        var jpeg = plain.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        using var nonsense = plain.Mutate(image => image.Set(GValue.BlobType, "xmp-data", Encoding.UTF8.GetBytes("<x:xmpmeta xmlns:x='adobe:ns:meta/'><cut")));
        using var attention = Make(jpeg, Recipe(ImageFormat.Png, 60, 60, Fit.Cover) with { Position = Position.Attention });

        foreach (var source in new[] { jpeg, nonsense.JpegsaveBuffer(), WithExif(jpeg, 1, (SubjectArea, [60000, 9])), WithExif(jpeg, 1, (SubjectArea, [7])) })
        {
            using var subject = Make(source, Recipe(ImageFormat.Png, 60, 60, Fit.Cover) with { Position = Position.Subject });
            Assert.Equal(attention.WriteToMemory<byte>(), subject.WriteToMemory<byte>());
        }
    }

    [Fact]
    public void Of_several_faces_all_are_kept_or_the_largest()
    {
        using var picture = Picture().Mutate(image => image.Set(GValue.BlobType, "xmp-data", Xmp(
            Region("Face", 0.03, 0.5, 0.05, 0.05), Region("Face", (Left + (Side / 2)) / 320.0, (Top + (Side / 2)) / 200.0, Side / 320.0, Side / 200.0), Region("Pet", 0.5, 0.5, 0.9, 0.9))));

        using var narrow = Make(picture.JpegsaveBuffer(), Recipe(ImageFormat.Png, 60, 60, Fit.Cover) with { Position = Position.Subject });

        TestImages.AssertPixel(narrow, 30, 15, Subject, tolerance: 12);
        using var wide = Make(picture.JpegsaveBuffer(), Recipe(ImageFormat.Png, 160, 60, Fit.Cover) with { Position = Position.Subject });
        // 320 × 200 px become 160 × 100, of which 60 rows are kept: both faces are in the middle of those from 1 on.
        TestImages.AssertPixel(wide, (Left + (Side / 2)) / 2, 24, Subject, tolerance: 12);
    }

    [Theory]
    [InlineData("0% 0%", "Left")]
    [InlineData("100% 100%", "Right")]
    [InlineData("50% 50%", "Centre")]
    public void A_point_is_that_of_CSS(string point, string position)
    {
        using var source = Picture();
        var cover = Recipe(ImageFormat.Png, 61, 60, Fit.Cover);

        using var pointed = Make(source.PngsaveBuffer(), cover with { Position = Position.Point, FocalPoint = FocalPoint.TryParse(point) });
        using var named = Make(source.PngsaveBuffer(), cover with { Position = Enum.Parse<Position>(position) });

        Assert.Equal(named.WriteToMemory<byte>(), pointed.WriteToMemory<byte>());
        using var between = Make(source.PngsaveBuffer(), cover with { Position = Position.Point, FocalPoint = FocalPoint.TryParse("95%,20%") });
        // 96 px wide, of which 61 are kept: the crop begins 33 px from the left, and the square lies from 45 to 63.
        TestImages.AssertPixel(between, 21, 15, Subject, tolerance: 12);
        TestImages.AssertPixel(between, 9, 15, [0, 0, 0], tolerance: 12);
    }

    private static Image Picture()
    {
        using var black = TestImages.Flat(320, 200, [0, 0, 0]);
        using var square = TestImages.Flat(Side, Side, Subject);
        using var other = TestImages.Flat(Side, Side, TestImages.Red);
        using var both = black.Insert(square, Left, Top);
        return both.Insert(other, 10, Top);
    }

    /// <summary>White where the middle of the subject is.</summary>
    private static Image Marked()
    {
        using var black = TestImages.Flat(320, 200, [0, 0, 0]);
        using var mark = TestImages.Flat(2, 2, [255, 255, 255]);
        return black.Insert(mark, Left + (Side / 2) - 1, Top + (Side / 2) - 1);
    }

    private static (int X, int Y) Centre(Image mark)
    {
        using var band = mark[0];
        band.Max(out var x, out var y, size: 1);
        return (x, y);
    }

    private static byte[] WithXmp(Image stored, int orientation, string region)
    {
        using var tagged = TestImages.WithOrientation(stored, orientation).Mutate(image => image.Set(GValue.BlobType, "xmp-data", Xmp(region)));
        return tagged.JpegsaveBuffer(q: 95, subsampleMode: Enums.ForeignSubsample.Off);
    }

    /// <summary>The JPEG with an EXIF segment: libvips writes no tags of several numbers.</summary>
    private static byte[] WithExif(byte[] jpeg, int orientation, params (int Tag, int[] Numbers)[] tags)
    {
        const int header = 8, entry = 12, shorts = 3, longs = 4;
        var exifAt = header + 2 + (2 * entry) + 4;
        var dataAt = exifAt + 2 + (tags.Length * entry) + 4;
        using var tiff = new MemoryStream();
        using var writer = new BinaryWriter(tiff);
        writer.Write("II*\0"u8);
        writer.Write(header);
        writer.Write((ushort)2);
        Entry(0x0112, shorts, 1, orientation);
        Entry(0x8769, longs, 1, exifAt);
        writer.Write(0);
        writer.Write((ushort)tags.Length);
        foreach (var (tag, numbers) in tags)
        {
            Entry(tag, shorts, numbers.Length, numbers.Length > 2 ? dataAt : numbers[0] | (numbers.ElementAtOrDefault(1) << 16));
            dataAt += numbers.Length > 2 ? 2 * numbers.Length : 0;
        }

        writer.Write(0);
        foreach (var number in tags.Where(tag => tag.Numbers.Length > 2).SelectMany(tag => tag.Numbers))
            writer.Write((ushort)number);
        var length = 2 + 6 + (int)tiff.Length;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. tiff.ToArray(), .. jpeg[2..]];

        void Entry(int tag, int type, int count, int value)
        {
            writer.Write((ushort)tag);
            writer.Write((ushort)type);
            writer.Write(count);
            writer.Write(value);
        }
    }

    private static string Region(string type, double x, double y, double width, double height, bool asElements = false)
    {
        (string Name, string Value)[] values = [("x", Text(x)), ("y", Text(y)), ("w", Text(width)), ("h", Text(height)), ("unit", "normalized")];
        return asElements
            ? $"<rdf:li><rdf:Description><mwg-rs:Type>{type}</mwg-rs:Type><mwg-rs:Area rdf:parseType='Resource'>{string.Concat(values.Select(value => $"<stArea:{value.Name}>{value.Value}</stArea:{value.Name}>"))}</mwg-rs:Area></rdf:Description></rdf:li>"
            : $"<rdf:li><rdf:Description mwg-rs:Type='{type}'><mwg-rs:Area {string.Join(' ', values.Select(value => $"stArea:{value.Name}='{value.Value}'"))}/></rdf:Description></rdf:li>";

        static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
    }

    private static byte[] Xmp(params string[] regions) => Encoding.UTF8.GetBytes($"""
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"
          xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"><rdf:Description rdf:about=""><mwg-rs:Regions rdf:parseType="Resource">
          <mwg-rs:RegionList><rdf:Bag>{string.Concat(regions)}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>
        """);
}
