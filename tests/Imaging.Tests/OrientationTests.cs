using NetVips;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class OrientationTests : Workbench
{
    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        foreach (var format in new[] { "jpeg", "png", "webp", "tiff" })
        {
            for (var orientation = 1; orientation <= 8; orientation++)
                cases.Add(orientation, format);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_orientation_stands_upright_and_loses_its_tag(int orientation, string format)
    {
        using var upright = TestImages.Quadrants(320, 200);
        using var stored = Stored(upright, orientation);
        using var tagged = TestImages.WithOrientation(stored, orientation);
        var source = format switch
        {
            "jpeg" => tagged.JpegsaveBuffer(q: 95),
            "png" => tagged.PngsaveBuffer(),
            "webp" => tagged.WebpsaveBuffer(lossless: true),
            _ => tagged.TiffsaveBuffer(),
        };

        using var made = Make(source, Recipe(ImageFormat.Png, 80, 80));

        Assert.Equal((80, 50), (made.Width, made.Height));
        Assert.False(made.Contains("orientation") && (int)made.Get("orientation") != 1);
        TestImages.AssertPixel(made, 10, 10, TestImages.Red);
        TestImages.AssertPixel(made, 70, 10, TestImages.Green);
        TestImages.AssertPixel(made, 10, 40, TestImages.Blue);
        TestImages.AssertPixel(made, 70, 40, TestImages.White);
    }

    [Fact]
    public void The_source_is_told_in_its_upright_size()
    {
        using var upright = TestImages.Quadrants(320, 200);
        using var stored = Stored(upright, 6);
        using var tagged = TestImages.WithOrientation(stored, 6);

        var facts = Render(Job(Save(tagged.JpegsaveBuffer()), Recipe(ImageFormat.Jpeg))).Source;

        Assert.Equal((320, 200), (facts!.Width, facts.Height));
    }

    [Fact]
    public void Without_rotation_the_pixels_stay_as_they_are_stored()
    {
        using var upright = TestImages.Quadrants(320, 200);
        using var stored = Stored(upright, 6);
        using var tagged = TestImages.WithOrientation(stored, 6);

        using var made = Make(tagged.JpegsaveBuffer(q: 95), Recipe(ImageFormat.Png, 80, 80) with { Rotate = false });

        Assert.Equal((50, 80), (made.Width, made.Height));
        TestImages.AssertPixel(made, 10, 10, TestImages.Green);
    }

    /// <summary>The pixels that a camera held that way would have stored: the inverse of what a viewer does, from EXIF's table, not from the code under test.</summary>
    internal static Image Stored(Image upright, int orientation) => orientation switch
    {
        1 => upright.Copy(),
        2 => upright.FlipHor(),
        3 => upright.Rot180(),
        4 => upright.FlipVer(),
        // The stored rows are the upright columns: 5 from the left and the top, 6 from the right, 7 from the right and the bottom, 8 from the left.
        5 => upright.Rot90().FlipHor(),
        6 => upright.Rot270(),
        7 => upright.Rot270().FlipHor(),
        _ => upright.Rot90(),
    };
}
