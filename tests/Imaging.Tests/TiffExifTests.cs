using System.Buffers.Binary;
using System.Text;

using CsCheck;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Tests;

/// <summary>EXIF in TIFF, which libvips neither reads nor writes.</summary>
public sealed class TiffExifTests : Workbench
{
    private const ushort Short = 3, Long = 4, Text = 2, Fraction = 5;

    /// <summary>A grey TIFF of 8 x 8 px as a scanner writes it, with what a photographer adds.</summary>
    private static byte[] Scan(bool isLittleEndian)
    {
        var file = new List<byte>(Encoding.ASCII.GetBytes(isLittleEndian ? "II" : "MM"));
        Add16(42);
        Add32(8);
        var exif = new (ushort, ushort, uint, byte[])[] { (33434, Fraction, 1, Numbers(1, 125)), (36867, Text, 20, "2026:11:01 10:20:30\0"u8.ToArray()), (37500, 7, 6, "secret"u8.ToArray()) };
        var gps = new (ushort, ushort, uint, byte[])[] { (1, Text, 2, "N\0"u8.ToArray()), (2, Fraction, 3, Numbers(51, 1, 30, 1, 0, 1)) };
        // The directory of the picture has 13 fields; the others are behind it, and the pixels behind them.
        const uint own = 8, ownLength = 2 + (13 * 12) + 4 + 8 + 8;
        var (exifAt, gpsAt) = (own + ownLength, own + ownLength + Length(exif));
        var pixels = gpsAt + Length(gps);
        AddDirectory(own,
        [
            (256, Short, 1, Halves(8)), (257, Short, 1, Halves(8)), (258, Short, 1, Halves(8)), (259, Short, 1, Halves(1)), (262, Short, 1, Halves(1)),
            (273, Long, 1, Numbers(pixels)), (277, Short, 1, Halves(1)), (278, Short, 1, Halves(8)), (279, Long, 1, Numbers(64)),
            (315, Text, 8, "Ada Lov\0"u8.ToArray()), (33432, Text, 8, "(c) Ada\0"u8.ToArray()), (34665, Long, 1, Numbers(exifAt)), (34853, Long, 1, Numbers(gpsAt)),
        ]);
        AddDirectory(exifAt, exif);
        AddDirectory(gpsAt, gps);
        file.AddRange(Enumerable.Range(0, 64).Select(i => (byte)(i * 4)));
        return [.. file];

        static uint Length((ushort, ushort, uint, byte[] Value)[] fields) =>
            (uint)(2 + (fields.Length * 12) + 4 + fields.Sum(field => field.Value.Length <= 4 ? 0 : field.Value.Length));
        byte[] Numbers(params uint[] values) => [.. values.SelectMany(value => BitConverter.GetBytes(isLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value)))];
        byte[] Halves(ushort value) => BitConverter.GetBytes(isLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value));
        void Add16(ushort value) => file.AddRange(Halves(value));
        void Add32(uint value) => file.AddRange(Numbers(value));
        void AddDirectory(uint at, (ushort Tag, ushort Type, uint Count, byte[] Value)[] fields)
        {
            Add16((ushort)fields.Length);
            var behind = new List<byte>();
            var place = at + 2 + ((uint)fields.Length * 12) + 4;
            foreach (var (tag, type, count, value) in fields)
            {
                Add16(tag);
                Add16(type);
                Add32(count);
                if (value.Length <= 4)
                    file.AddRange([.. value, .. new byte[4 - value.Length]]);
                else
                    Add32(place + (uint)behind.Count);
                behind.AddRange(value.Length <= 4 ? [] : value);
            }

            Add32(0);
            file.AddRange(behind);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_scans_metadata_is_kept_in_every_format_that_has_it(bool isLittleEndian)
    {
        var scan = Scan(isLittleEndian);
        foreach (var format in new[] { ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.WebP, ImageFormat.Avif })
        {
            using var all = Make(scan, Recipe(format) with { Keep = Metadata.Exif });
            CheckAll(all);
            using var copyright = Make(scan, Recipe(format) with { Keep = Metadata.Copyright });
            CheckCopyright(copyright);
            using var none = Make(scan, Recipe(format));
            Assert.DoesNotContain(none.GetFields(), field => field.StartsWith("exif-", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_TIFF_is_written_with_it_and_has_the_same_pixels_as_without(bool isLittleEndian, bool lossless)
    {
        var scan = Scan(isLittleEndian);
        var recipe = Recipe(ImageFormat.Tiff) with { Lossless = lossless };
        var plain = Bytes(scan, recipe);
        var all = Bytes(scan, recipe with { Keep = Metadata.Exif });
        var copyright = Bytes(scan, recipe with { Keep = Metadata.Copyright });

        CheckAll(Image.JpegloadBuffer(Bytes(all, Recipe(ImageFormat.Jpeg) with { Keep = Metadata.Exif })));
        CheckCopyright(Image.JpegloadBuffer(Bytes(copyright, Recipe(ImageFormat.Jpeg) with { Keep = Metadata.Exif })));
        Assert.Equal(-1, copyright.AsSpan().IndexOf("2026:11"u8));
        Assert.Equal(-1, all.AsSpan().IndexOf("secret"u8));
        Assert.Equal(-1, plain.AsSpan().IndexOf("Ada"u8));
        foreach (var written in new[] { all, copyright })
        {
            using var one = Image.TiffloadBuffer(plain);
            using var other = Image.TiffloadBuffer(written);
            using var difference = (one - other).Abs();
            Assert.Equal(0, difference.Max());
            Assert.Equal(0, written.AsSpan(4).IndexOf(BitConverter.GetBytes(EvenBefore(written))));
        }
    }

    [Fact]
    public void Damaged_metadata_costs_no_picture()
    {
        var scan = Scan(isLittleEndian: true);
        var directories = scan.Length - 64;
        Gen.Select(Gen.Int[8, directories - 1], Gen.Byte, Gen.Int[8, directories - 1], Gen.Byte).Sample(
            (at, value, at2, value2) =>
            {
                var damaged = scan.ToArray();
                (damaged[at], damaged[at2]) = (value, value2);
                var directory = ExifDirectory.Of(damaged);
                Assert.All(directory.Fields, field => Assert.InRange(field.Value.Length, 0, 32_768));
                Assert.InRange(directory.ToBytes(8).Length, 6, 70_000);
            },
            seed: "0000000000000",
            iter: 20_000);

        // EXIF that is not there.
        var pointer = scan.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x69, 0x87, 4, 0]);
        BinaryPrimitives.WriteUInt32LittleEndian(scan.AsSpan(pointer + 8), 0xFFFF_FFF0);
        using var made = Make(scan, Recipe(ImageFormat.Jpeg) with { Keep = Metadata.Exif });
        Assert.Contains("exif-ifd0-Artist", made.GetFields());
        Assert.DoesNotContain("exif-ifd2-ExposureTime", made.GetFields());
    }

    private byte[] Bytes(byte[] source, Recipe recipe)
    {
        var job = Job(Save(source), recipe);
        Render(job);
        return File.ReadAllBytes(job.Renditions[0].File!);
    }

    /// <summary>Where the new directory begins: at an even offset behind all that libvips wrote.</summary>
    private static uint EvenBefore(byte[] written)
    {
        var at = BitConverter.ToUInt32(written, 4);
        Assert.True(at % 2 == 0 && at > 64);
        return at;
    }

    private static void CheckAll(Image made)
    {
        using (made)
        {
            Assert.StartsWith("Ada Lov", (string)made.Get("exif-ifd0-Artist"), StringComparison.Ordinal);
            Assert.StartsWith("(c) Ada", (string)made.Get("exif-ifd0-Copyright"), StringComparison.Ordinal);
            Assert.StartsWith("1/125 ", (string)made.Get("exif-ifd2-ExposureTime"), StringComparison.Ordinal);
            Assert.StartsWith("2026:11:01 10:20:30", (string)made.Get("exif-ifd2-DateTimeOriginal"), StringComparison.Ordinal);
            Assert.StartsWith("51/1 30/1 0/1 ", (string)made.Get("exif-ifd3-GPSLatitude"), StringComparison.Ordinal);
        }
    }

    private static void CheckCopyright(Image made)
    {
        using (made)
        {
            Assert.StartsWith("Ada Lov", (string)made.Get("exif-ifd0-Artist"), StringComparison.Ordinal);
            Assert.StartsWith("(c) Ada", (string)made.Get("exif-ifd0-Copyright"), StringComparison.Ordinal);
            Assert.DoesNotContain(made.GetFields(), field => field is "exif-ifd2-ExposureTime" or "exif-ifd3-GPSLatitude");
        }
    }
}
