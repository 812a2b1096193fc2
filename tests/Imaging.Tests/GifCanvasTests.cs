using NetVips;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>What of a GIF's canvas shows through: frames of a half of it, with every disposal, with and without a transparent colour.</summary>
public sealed class GifCanvasTests : Workbench
{
    private static readonly double[] Nothing = [0, 0, 0, 0];
    private static readonly double[] Red = [255, 0, 0, 255];
    private static readonly double[] Green = [0, 255, 0, 255];

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void A_frame_stays_or_goes_by_its_disposal(int disposal, bool stays)
    {
        foreach (var controlled in new[] { true, false })
        {
            // The left half in red, then the right half in green.
            byte[] gif =
            [
                .. "GIF89a"u8, 16, 0, 8, 0, 0x80, 0, 0, 255, 0, 0, 0, 255, 0,
                .. Frame(left: 0, colour: 0, disposal, controlled: true), .. Frame(left: 8, colour: 1, disposal: 0, controlled), 0x3B,
            ];

            using var made = Make(gif, Recipe(ImageFormat.WebP, 16, 8) with { Lossless = true });

            Assert.Equal(16, made.Height);
            TestImages.AssertPixel(made, 3, 4, Red, tolerance: 0);
            AssertShows(made, 12, 4, Nothing);
            AssertShows(made, 3, 12, stays ? Red : Nothing);
            TestImages.AssertPixel(made, 12, 12, Green, tolerance: 0);
        }
    }

    [Fact]
    public void A_picture_of_the_old_version_is_transparent_where_it_paints_nothing()
    {
        byte[] gif = [.. "GIF87a"u8, 16, 0, 8, 0, 0x80, 1, 0, 255, 0, 0, 0, 255, 0, .. Frame(left: 8, colour: 0, disposal: 0, controlled: false), 0x3B];

        using var made = Make(gif, Recipe(ImageFormat.Png, 16, 8));

        AssertShows(made, 3, 4, Nothing);
        TestImages.AssertPixel(made, 12, 4, Red, tolerance: 0);
    }

    [Fact]
    public void What_covers_its_canvas_stays_as_it_is()
    {
        using var flat = TestImages.Flat(20, 20, TestImages.Red);
        var gif = flat.GifsaveBuffer();
        Assert.Equal(gif, Reading.GifTransparency.Of(gif).ToArray());
    }

    /// <summary>Without colour, which does not matter there.</summary>
    private static void AssertShows(Image image, int x, int y, double[] expected)
    {
        if (expected == Nothing)
            Assert.Equal(0, image[x, y][3]);
        else
            TestImages.AssertPixel(image, x, y, expected, tolerance: 0);
    }

    /// <summary>8 × 8 px of one colour: each px is a code of 3 bits after a clear code, so that the table never grows.</summary>
    private static byte[] Frame(int left, int colour, int disposal, bool controlled)
    {
        var (bits, count) = (new List<bool>(), 0);
        void Code(int code)
        {
            for (var bit = 0; bit < 3; bit++)
                bits.Add((code >> bit & 1) != 0);
        }

        for (; count < 64; count++)
        {
            if (count % 2 == 0)
                Code(4);
            Code(colour);
        }

        Code(5);
        var data = new byte[(bits.Count + 7) / 8];
        for (var bit = 0; bit < bits.Count; bit++)
            data[bit / 8] |= (byte)(bits[bit] ? 1 << (bit % 8) : 0);
        return
        [
            .. controlled ? (byte[])[0x21, 0xF9, 4, (byte)(disposal << 2), 5, 0, 0, 0] : [],
            0x2C, (byte)left, 0, 0, 0, 8, 0, 8, 0, 0, 2, (byte)data.Length, .. data, 0,
        ];
    }
}
