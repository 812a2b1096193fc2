using System.Buffers.Binary;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>TIFFs of every type of sample: from black, over the middle, to white, in the first row; grey or colours.</summary>
public sealed class TiffSampleTests : Workbench
{
    private const int MinIsBlack = 1;
    private const int Rgb = 2;
    private const int Separated = 5;
    private const int CieLab = 8;

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 16)]
    [InlineData(1, 32)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(2, 32)]
    [InlineData(3, 32)]
    public void The_range_of_a_type_is_from_black_to_white(int type, int bits)
    {
        foreach (var samples in new[] { 1, 2, 3, 4, 5 })
        {
            var colours = samples < 3 ? 1 : 3;
            double[] Pixel(double level) => [.. Enumerable.Range(0, samples).Select(band => band < colours ? level : 1)];
            var data = Samples([.. Pixel(0), .. Pixel(0.5), .. Pixel(1)], type, bits);
            var source = Tiff(3, data, type, bits, samples < 3 ? MinIsBlack : Rgb, samples, extra: samples - colours);

            using var made = Make(source, Recipe(ImageFormat.Png));

            Assert.Equal(colours, made.Bands);
            for (var x = 0; x < 3; x++)
                TestImages.AssertPixel(made, x, 0, [.. Pixel(0).Take(made.Bands).Select((_, band) => band < colours ? x * 127.5 : 255)], tolerance: 1);
        }
    }

    [Theory]
    [InlineData("Jpeg")]
    [InlineData("Tiff")]
    [InlineData("Png")]
    public void No_more_than_four_channels_are_written(string format)
    {
        foreach (var (photometric, colours) in new[] { (MinIsBlack, 1), (Rgb, 3), (Separated, 4) })
        {
            for (var extra = 0; extra < 4; extra++)
            {
                var samples = colours + extra;
                var data = Enumerable.Repeat((byte)255, samples * 4).ToArray();
                using var made = Make(Tiff(2, [.. data, .. data], 1, 8, photometric, samples, extra), Recipe(Enum.Parse<ImageFormat>(format)));
                Assert.InRange(made.Bands, 1, 4);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lab_of_8_bits_becomes_sRGB(bool alpha)
    {
        // L* 53.2, a* 80, b* 67 is the red of sRGB; L* 50 without colour is grey 119.
        byte[] red = [136, 80, 67], grey = [128, 0, 0], dark = [0, 0, 0];
        byte[] data = alpha ? [.. red, 255, .. grey, 128, .. dark, 0] : [.. red, .. grey, .. dark];

        using var made = Make(Tiff(3, data, 1, 8, CieLab, alpha ? 4 : 3, alpha ? 1 : 0), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 0, 0, alpha ? [254, 0, 0, 255] : [254, 0, 0], tolerance: 5);
        TestImages.AssertPixel(made, 1, 0, alpha ? [119, 119, 119, 128] : [119, 119, 119], tolerance: 2);
    }

    [Fact]
    public void A_linear_profile_is_applied_to_floats()
    {
        using var flat = Image.Black(4, 4, bands: 3) + 0.2158;
        using var cast = flat.Cast(Enums.BandFormat.Float);
        var profile = Colour.RgbProfile.Of(new(Colour.RgbSpace.SrgbChromaticities, value => value));
        using var light = cast.Copy(interpretation: Enums.Interpretation.Srgb);
        using var tagged = light.Mutate(mutable => mutable.Set(GValue.BlobType, "icc-profile-data", profile));

        using var made = Make(tagged.TiffsaveBuffer(), Recipe(ImageFormat.Png));

        TestImages.AssertPixel(made, 1, 1, [128, 128, 128], tolerance: 1);
    }

    [Theory]
    [InlineData(1, 12, 3)]
    [InlineData(1, 10, 1)]
    [InlineData(1, 14, 3)]
    [InlineData(1, 2, 3)]
    [InlineData(1, 4, 3)]
    [InlineData(1, 24, 3)]
    [InlineData(3, 16, 1)]
    [InlineData(3, 24, 3)]
    [InlineData(3, 64, 3)]
    [InlineData(6, 64, 1)]
    [InlineData(5, 32, 1)]
    public void What_is_valid_and_not_supported_is_named(int type, int bits, int samples)
    {
        var data = new byte[((3 * bits * samples) + 7) / 8];
        var source = Save(Tiff(3, data, type, bits, samples == 1 ? MinIsBlack : Rgb, samples, extra: 0));
        var result = ImageRenderer.Render(Job(source, Recipe(ImageFormat.Png)));
        var problem = Assert.Single(result.Problems);
        Assert.Equal("THUMB0103", problem.Code);
        Assert.Matches(type > 4 ? "complex" : $"{bits} bits", problem.Text);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(-1, 1)]
    [InlineData(double.NaN, double.NaN)]
    public void Floats_of_an_unknown_range_are_refused(double least, double greatest)
    {
        var data = Samples([least, greatest, 0], 3, 32);
        var problem = Fail(Job(Save(Tiff(3, data, 3, 32, MinIsBlack, 1, extra: 0)), Recipe(ImageFormat.Png)));
        Assert.Equal("THUMB0103", problem.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(19)]
    [InlineData(200)]
    [InlineData(65535)]
    public void A_field_of_an_unknown_type_harms_nobody(int type)
    {
        var source = Tiff(3, [0, 128, 255], 1, 8, MinIsBlack, 1, extra: 0, oddType: type);
        using var made = Make(source, Recipe(ImageFormat.Png));
        TestImages.AssertPixel(made, 1, 0, [128], tolerance: 0);
    }

    /// <summary>Values from 0 to 1, over the whole range of a type: 1 without sign, 2 with sign, 3 float.</summary>
    private static byte[] Samples(double[] values, int type, int bits)
    {
        var bytes = new byte[values.Length * bits / 8];
        for (var i = 0; i < values.Length; i++)
        {
            var at = bytes.AsSpan(i * bits / 8);
            var whole = (long)Math.Round(values[i] * (Math.Pow(2, bits) - 1)) - (type == 2 ? 1L << (bits - 1) : 0);
            switch (type, bits)
            {
                case (3, 32): BinaryPrimitives.WriteSingleLittleEndian(at, (float)values[i]); break;
                case (3, 64): BinaryPrimitives.WriteDoubleLittleEndian(at, values[i]); break;
                case (_, 8): at[0] = unchecked((byte)whole); break;
                case (_, 16): BinaryPrimitives.WriteUInt16LittleEndian(at, unchecked((ushort)whole)); break;
                default: BinaryPrimitives.WriteUInt32LittleEndian(at, unchecked((uint)whole)); break;
            }
        }

        return bytes;
    }

    /// <summary>A file of one strip; its height follows from its data.</summary>
    private static byte[] Tiff(int width, byte[] data, int type, int bits, int photometric, int samples, int extra, int? oddType = null)
    {
        var height = data.Length * 8 / (width * bits * samples);
        List<(int Tag, int Type, int[] Values)> fields =
        [
            (256, 3, [width]), (257, 3, [Math.Max(1, height)]), (258, 3, Same(bits, samples)), (259, 3, [1]), (262, 3, [photometric]),
            (273, 4, [0]), (277, 3, [samples]), (278, 3, [Math.Max(1, height)]), (279, 4, [data.Length]),
        ];
        if (extra > 0)
            fields.Add((338, 3, [2, .. Same(0, extra - 1)]));
        fields.Add((339, 3, Same(type, samples)));
        if (oddType is { } odd)
            fields.Add((40000, odd, [7]));
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var aside = 8 + 2 + (12 * fields.Count) + 4;
        var start = aside + fields.Sum(field => field.Type == 3 && field.Values.Length > 2 ? 2 * field.Values.Length : 0);
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((ushort)fields.Count);
        var more = new List<int>();
        foreach (var (tag, kind, values) in fields)
        {
            writer.Write((ushort)tag);
            writer.Write((ushort)kind);
            writer.Write(values.Length);
            if (kind == 3 && values.Length > 2)
            {
                writer.Write(aside + (2 * more.Count));
                more.AddRange(values);
            }
            else if (kind == 3)
            {
                writer.Write((ushort)values[0]);
                writer.Write((ushort)(values.Length > 1 ? values[1] : 0));
            }
            else
            {
                writer.Write(tag == 273 ? start : values[0]);
            }
        }

        writer.Write(0);
        more.ForEach(value => writer.Write((ushort)value));
        writer.Write(data);
        return file.ToArray();
    }

    private static int[] Same(int value, int count) => [.. Enumerable.Repeat(value, count)];
}
