using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class FitTests : Workbench
{
    // 300×200: three columns, red, green and blue, or turned on its side three rows.
    private static byte[] Columns()
    {
        using var red = TestImages.Flat(100, 200, TestImages.Red);
        using var green = TestImages.Flat(100, 200, TestImages.Green);
        using var blue = TestImages.Flat(100, 200, TestImages.Blue);
        using var columns = Image.Arrayjoin([red, green, blue], across: 3);
        return columns.PngsaveBuffer();
    }

    private static byte[] Rows()
    {
        using var columns = Image.NewFromBuffer(Columns());
        using var rows = columns.Rot90();
        return rows.PngsaveBuffer();
    }

    private static readonly Dictionary<string, double[]> Colours = new(StringComparer.Ordinal)
    {
        ["red"] = TestImages.Red,
        ["green"] = TestImages.Green,
        ["blue"] = TestImages.Blue,
    };

    [Theory]
    [InlineData("Centre", "green", "green")]
    [InlineData("Top", "green", "red")]
    [InlineData("TopRight", "blue", "red")]
    [InlineData("Right", "blue", "green")]
    [InlineData("BottomRight", "blue", "blue")]
    [InlineData("Bottom", "green", "blue")]
    [InlineData("BottomLeft", "red", "blue")]
    [InlineData("Left", "red", "green")]
    [InlineData("TopLeft", "red", "red")]
    public void Cover_keeps_the_part_at_its_position(string position, string ofColumns, string ofRows)
    {
        var across = Recipe(ImageFormat.Png, 30, 66, Fit.Cover) with { Position = Enum.Parse<Position>(position) };
        var down = Recipe(ImageFormat.Png, 66, 30, Fit.Cover) with { Position = Enum.Parse<Position>(position) };

        using var column = Make(Columns(), across);
        using var row = Make(Rows(), down);

        Assert.Equal((30, 66), (column.Width, column.Height));
        TestImages.AssertPixel(column, 15, 33, Colours[ofColumns]);
        Assert.Equal((66, 30), (row.Width, row.Height));
        TestImages.AssertPixel(row, 33, 15, Colours[ofRows]);
    }

    [Theory]
    [InlineData("Centre", 35, 35)]
    [InlineData("Top", 35, 0)]
    [InlineData("TopRight", 70, 0)]
    [InlineData("Right", 70, 35)]
    [InlineData("BottomRight", 70, 70)]
    [InlineData("Bottom", 35, 70)]
    [InlineData("BottomLeft", 0, 70)]
    [InlineData("Left", 0, 35)]
    [InlineData("TopLeft", 0, 0)]
    [InlineData("Attention", 35, 35)]
    public void Contain_puts_the_picture_at_its_position(string position, int left, int top)
    {
        // 30×30, not enlarged, in 100×100.
        using var small = TestImages.Flat(30, 30, TestImages.Red);
        var recipe = Recipe(ImageFormat.Png, 100, 100, Fit.Contain) with { Position = Enum.Parse<Position>(position), Background = "#0000ffff" };

        using var made = Make(small.PngsaveBuffer(), recipe);

        Assert.Equal((100, 100), (made.Width, made.Height));
        TestImages.AssertPixel(made, left, top, TestImages.Red);
        TestImages.AssertPixel(made, left + 29, top + 29, TestImages.Red);
        TestImages.AssertPixel(made, left > 0 ? left - 1 : 30, 50, TestImages.Blue);
        TestImages.AssertPixel(made, 50, top > 0 ? top - 1 : 30, TestImages.Blue);
    }

    [Theory]
    [InlineData("Png", true)]
    [InlineData("WebP", true)]
    [InlineData("Avif", true)]
    [InlineData("Gif", true)]
    [InlineData("Tiff", true)]
    [InlineData("Jpeg", false)]
    public void Contain_is_transparent_where_the_format_can_and_white_elsewhere(string format, bool transparent)
    {
        using var made = Make(Columns(), Recipe(Enum.Parse<ImageFormat>(format), 60, 60, Fit.Contain));

        Assert.Equal((60, 60), (made.Width, made.Height));
        Assert.Equal(transparent, made.HasAlpha());
        if (transparent)
            Assert.Equal(0, made[30, 2][^1]);
        else
            TestImages.AssertPixel(made, 30, 2, TestImages.White);
    }

    [Theory]
    [InlineData("Inside", 60, 40)]
    [InlineData("Outside", 90, 60)]
    [InlineData("Fill", 60, 60)]
    [InlineData("Cover", 60, 60)]
    [InlineData("Contain", 60, 60)]
    public void Every_fit_has_its_size(string fit, int width, int height)
    {
        using var made = Make(Columns(), Recipe(ImageFormat.Png, 60, 60, Enum.Parse<Fit>(fit)));

        Assert.Equal((width, height), (made.Width, made.Height));
    }

    [Fact]
    public void A_grey_picture_on_a_coloured_background_becomes_coloured()
    {
        using var grey = TestImages.Flat(40, 20, 90);

        using var made = Make(grey.PngsaveBuffer(), Recipe(ImageFormat.Jpeg, 40, 40, Fit.Contain) with { Background = "#ff0000ff" });

        TestImages.AssertPixel(made, 20, 2, TestImages.Red, tolerance: 8);
        TestImages.AssertPixel(made, 20, 20, [90, 90, 90], tolerance: 8);
    }

    [Theory]
    [InlineData("Attention")]
    [InlineData("Entropy")]
    public void A_smart_position_finds_what_stands_out(string position)
    {
        using var plain = TestImages.Flat(600, 200, 120, 120, 120);
        using var chirp = TestImages.Chirp(120, 120);
        using var picture = plain.Insert(chirp, 450, 40);

        using var made = Make(picture.PngsaveBuffer(), Recipe(ImageFormat.Png, 50, 50, Fit.Cover) with { Position = Enum.Parse<Position>(position) });

        Assert.Equal((50, 50), (made.Width, made.Height));
        Assert.True(made.Deviate() > 10, "the detail was cut away");
    }

    [Theory]
    [InlineData("Lanczos3")]
    [InlineData("Lanczos2")]
    [InlineData("Mitchell")]
    [InlineData("Cubic")]
    [InlineData("Linear")]
    [InlineData("Nearest")]
    public void Every_kernel_reduces_and_enlarges(string kernel)
    {
        using var quadrants = TestImages.Quadrants(90, 60);
        foreach (var width in new[] { 30, 180 })
        {
            using var made = Make(quadrants.PngsaveBuffer(), Recipe(ImageFormat.Png, width, width) with { Kernel = Enum.Parse<Images.Kernel>(kernel), Enlarge = true });

            Assert.Equal((width, width * 2 / 3), (made.Width, made.Height));
            TestImages.AssertPixel(made, 3, 3, TestImages.Red);
            TestImages.AssertPixel(made, width - 4, made.Height - 4, TestImages.White);
        }
    }

    [Fact]
    public void Sharpening_makes_edges_steeper_and_leaves_areas_alone()
    {
        using var chirp = TestImages.Chirp(400, 300);
        var source = chirp.PngsaveBuffer();

        using var plain = Make(source, Recipe(ImageFormat.Png));
        using var sharp = Make(source, Recipe(ImageFormat.Png) with { Sharpen = true });

        Assert.True(sharp.Deviate() > plain.Deviate());
        Assert.Equal(plain.Avg(), sharp.Avg(), tolerance: 1.0);
    }
}
