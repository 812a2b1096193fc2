using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>Photographs and odd files from the wild, where they lie beside the checkout.</summary>
public sealed class RealImageTests : Workbench
{
    private static string[] Files(string folder)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var images = Path.Combine(at.FullName, "..", "shared", "images", folder);
            if (Directory.Exists(images))
                return [.. Directory.GetFiles(images).Order(StringComparer.Ordinal)];
        }

        Assert.Skip("the real images are not here");
        return [];
    }

    [Theory]
    [InlineData("photos")]
    [InlineData("orientation")]
    [InlineData("formats")]
    public void Every_good_image_becomes_a_rendition_in_sRGB_of_the_right_size(string folder)
    {
        foreach (var file in Files(folder))
        {
            var job = Job(file, Recipe(ImageFormat.Png, 128, 128), Recipe(ImageFormat.Jpeg, 128, 128, Fit.Cover), Recipe(ImageFormat.WebP, 64, 64));
            var result = Render(job);

            var recipe = job.Renditions[0].Recipe;
            var geometry = Geometry.Of(result.Source!.Width, result.Source.Height, result.Source.Format == ImageFormat.Svg ? DecodeScale.Drawn(recipe) : recipe);
            using var made = Open(job.Renditions[0].File!, ImageFormat.Png);
            Assert.Equal((geometry.Width, geometry.Height), (made.Width, made.Height));
            Assert.True(made.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Bw && made.Format == Enums.BandFormat.Uchar, file);
            Assert.False(made.Contains("icc-profile-data"), file);
        }
    }

    [Theory]
    [InlineData("Landscape")]
    [InlineData("Portrait")]
    public void The_same_picture_in_every_orientation_looks_the_same(string picture)
    {
        var files = Files("orientation").Where(file => Path.GetFileName(file).StartsWith(picture, StringComparison.Ordinal)).ToArray();
        using var first = Make(File.ReadAllBytes(files[0]), Recipe(ImageFormat.Png, 96, 96));
        foreach (var file in files)
        {
            using var made = Make(File.ReadAllBytes(file), Recipe(ImageFormat.Png, 96, 96));
            using var difference = (made - first).Abs();
            // They differ by the number in their middle.
            Assert.True(difference.Avg() < 6, $"{file}: {difference.Avg()}");
        }
    }

    [Fact]
    public void Every_bad_image_ends_in_a_thumbnail_or_in_a_coded_problem_with_one_line()
    {
        foreach (var file in Files("bad"))
        {
            var job = Job(file, Recipe(ImageFormat.Png, 128, 128) with { Animate = false });
            var result = ImageRenderer.Render(job);

            Assert.True(result.Made.Count == 1 ^ result.Problems.Count == 1, file);
            Assert.All(result.Problems, problem => Assert.Matches(@"^THUMB01\d\d$", problem.Code));
            Assert.All(result.Problems, problem => Assert.DoesNotContain('\n', problem.Text));
            Assert.Equal(result.Made.Count == 1, File.Exists(job.Renditions[0].File));
        }
    }
}
