using System.IO.Compression;
using System.Text;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class BadFileTests : Workbench
{
    public static TheoryData<string> Formats() => ["Jpeg", "Png", "WebP", "Gif", "Tiff", "Avif"];

    private static byte[] Whole(string format)
    {
        using var chirp = TestImages.Chirp(400, 300);
        return format switch
        {
            "Jpeg" => chirp.JpegsaveBuffer(),
            "Png" => chirp.PngsaveBuffer(),
            "WebP" => chirp.WebpsaveBuffer(),
            "Gif" => chirp.GifsaveBuffer(),
            "Tiff" => chirp.TiffsaveBuffer(),
            _ => chirp.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0),
        };
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_that_ends_early_is_called_truncated(string format)
    {
        var whole = Whole(format);

        var problem = Fail(Job(Save(whole[..(whole.Length / 2)]), Recipe(ImageFormat.Png)));

        Assert.Equal("THUMB0105", problem.Code);
        Assert.Matches(@"^The file ends before the image does \(libvips: .+\)$", problem.Text);
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Png")]
    [InlineData("Gif")]
    public void What_there_is_of_a_truncated_file_is_made_when_allowed(string format)
    {
        var whole = Whole(format);
        var job = Job(Save(whole[..(whole.Length / 2)]), Recipe(ImageFormat.Png)) with { AllowTruncated = true };

        var result = ImageRenderer.Render(job);

        Assert.Equal("THUMB0106", Assert.Single(result.Problems).Code);
        Assert.Equal((100, 75), (Assert.Single(result.Made).Facts.Width, result.Made[0].Facts.Height));
        using var made = Open(job.Renditions[0].File!, ImageFormat.Png);
        using var top = made.ExtractArea(0, 0, 100, 20);
        Assert.True(top.Deviate() > 20, "the top is missing too");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_whole_file_is_whole_also_when_truncated_ones_are_allowed(string format) =>
        Assert.Empty(ImageRenderer.Render(Job(Save(Whole(format)), Recipe(ImageFormat.Png)) with { AllowTruncated = true }).Problems);

    [Theory]
    [InlineData("Png")]
    [InlineData("WebP")]
    public void A_damaged_file_is_called_damaged_also_when_truncated_ones_are_allowed(string format)
    {
        var bytes = Whole(format);
        Array.Fill(bytes, (byte)0x55, 60, bytes.Length / 2);

        var problem = Fail(Job(Save(bytes), Recipe(ImageFormat.Png)) with { AllowTruncated = true });

        Assert.Equal("THUMB0102", problem.Code);
        Assert.StartsWith($"The file is a damaged {(format == "Png" ? "PNG" : format)} image", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_cannot_be_read() =>
        Assert.Equal("THUMB0101", Fail(Job(NewPath(), Recipe(ImageFormat.Png))).Code);

    [Fact]
    public void A_file_that_another_program_is_writing_can_be_read()
    {
        using var open = new FileStream(Save(Whole("Jpeg")), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Single(Render(Job(open.Name, Recipe(ImageFormat.Png))).Made);
    }

    [Fact]
    public void Text_and_nothing_are_not_images()
    {
        Assert.Equal("THUMB0104", Fail(Job(Save("hello, world"u8.ToArray()), Recipe(ImageFormat.Png))).Code);
        Assert.Equal("THUMB0104", Fail(Job(Save([]), Recipe(ImageFormat.Png))).Code);
        Assert.Equal("THUMB0104", Fail(Job(Save("<html><svg/></html>"u8.ToArray()), Recipe(ImageFormat.Png))).Code);
    }

    [Theory]
    [InlineData("HEIC", "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZg==")]
    [InlineData("BMP", "Qk02AAAAAAAAADYAAAAoAAAA")]
    [InlineData("Photoshop", "OEJQUwABAAAAAAAAAAMAAAEA")]
    [InlineData("PDF", "JVBERi0xLjcKJeLjz9MK")]
    [InlineData("JPEG XL", "AAAADEpYTCANCocK")]
    [InlineData("JPEG 2000", "AAAADGpQICANCocK")]
    [InlineData("OpenEXR", "di8xAQIAAAAAAAAA")]
    [InlineData("Radiance", "Iz9SQURJQU5DRQo=")]
    [InlineData("Icons", "AAABAAEAEBAAAAEAIABoBAAA")]
    [InlineData("Videos", "AAAAGGZ0eXBpc29tAAACAGlzb21tcDQx")]
    [InlineData("RAW", "SUkqABAAAABDUgIAAAAAAAAAAAAAAAA=")]
    [InlineData("RAW", "RlVKSUZJTE1DQ0QtUkFXIDAyMDE=")]
    public void What_cannot_be_read_is_named(string name, string start)
    {
        var problem = Fail(Job(Save(Convert.FromBase64String(start)), Recipe(ImageFormat.Png)));

        Assert.Equal("THUMB0103", problem.Code);
        Assert.Contains(name, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_camera_raw_laid_out_as_a_TIFF_is_told_from_a_TIFF()
    {
        // Little-endian, one directory with the tag DNGVersion, and another with a reduced first page and sub-directories.
        byte[] dng = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0xC6, 1, 0, 4, 0, 0, 0, 1, 4, 0, 0, 0, 0, 0, 0];
        byte[] nef =
        [
            0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 2,
            0, 0xFE, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1,
            1, 0x4A, 0, 4, 0, 0, 0, 1, 0, 0, 0, 99,
            0, 0, 0, 0,
        ];

        Assert.Equal("THUMB0103", Fail(Job(Save(dng), Recipe(ImageFormat.Png))).Code);
        Assert.Equal("THUMB0103", Fail(Job(Save(nef), Recipe(ImageFormat.Png))).Code);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'/>")]
    [InlineData("\uFEFF<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE svg PUBLIC 'x' 'y' [ <!ENTITY a '>'> ]>\n<svg:svg xmlns:svg='http://www.w3.org/2000/svg' width='40' height='20'/>")]
    public void An_SVG_is_known_by_its_first_element_and_drawn_at_its_size(string markup)
    {
        using var made = Make(Encoding.UTF8.GetBytes(markup), Recipe(ImageFormat.Png, 160, 160) with { Enlarge = true });

        Assert.Equal((160, 80), (made.Width, made.Height));
    }

    [Fact]
    public void An_SVG_loads_nothing_from_outside()
    {
        using var red = TestImages.Flat(50, 50, TestImages.Red);
        var secret = Save(red.PngsaveBuffer());
        var markup = $"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='50' height='50'><image xlink:href='file://{secret}' href='{secret}' width='50' height='50'/></svg>";

        using var made = Make(Encoding.UTF8.GetBytes(markup), Recipe(ImageFormat.Png));

        using var alpha = made[3];
        Assert.Equal(0, alpha.Max());
    }

    [Fact]
    public void A_compressed_SVG_is_read_and_a_bomb_is_refused()
    {
        var markup = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20' fill='red'/></svg>";

        using var made = Make(Gzip(Encoding.UTF8.GetBytes(markup)), Recipe(ImageFormat.Png));
        var bomb = Gzip(Encoding.UTF8.GetBytes(markup + new string(' ', 200_000_000)));

        TestImages.AssertPixel(made, 20, 10, TestImages.Red);
        Assert.Equal("THUMB0108", Fail(Job(Save(bomb), Recipe(ImageFormat.Png))).Code);
        Assert.Equal("THUMB0104", Fail(Job(Save(Gzip("just text"u8.ToArray())), Recipe(ImageFormat.Png))).Code);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    [Fact]
    public void A_pointer_of_Git_LFS_is_told_as_that()
    {
        var pointer = Save("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"u8.ToArray());

        var problem = Fail(Job(pointer, Recipe(ImageFormat.Jpeg)));

        Assert.Equal("THUMB0101", problem.Code);
        Assert.EndsWith("run `git lfs pull`", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_AVIF_beyond_the_limits_of_libheif_is_no_damaged_one()
    {
        using var flat = TestImages.Flat(64, 64, TestImages.Red);
        var bytes = flat.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1, effort: 0);
        var size = bytes.AsSpan().IndexOf("ispe"u8) + 8;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(size), 30_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(size + 4), 30_000);

        var problem = Fail(Job(Save(bytes), Recipe(ImageFormat.Jpeg)) with { MaxPixels = 1_000_000_000, MaxMemory = 1L << 40 });

        Assert.Equal("THUMB0103", problem.Code);
        Assert.StartsWith("The image is larger than libheif reads, whatever --max-pixels allows", problem.Text, StringComparison.Ordinal);
    }
}
