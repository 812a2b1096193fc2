using System.Diagnostics;

using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>Small files, each of a kind that once came out wrong, where they lie beside the checkout.</summary>
public sealed class FaultFileTests : Workbench
{
    [Theory]
    [InlineData("gif-frame-smaller-than-canvas.gif")]
    [InlineData("gif-restore-to-background.gif")]
    [InlineData("png-gama-1.0.png")]
    [InlineData("svg-size-in-mm.svg")]
    [InlineData("svg-text-without-size.svg")]
    [InlineData("svg-units.svg")]
    public void Looks_as_in_a_browser(string name)
    {
        using var expected = Expected(name);
        var job = Job(FaultFile(name), Recipe(ImageFormat.Png, expected.Width, expected.Height));

        Render(job);

        using var made = Rgba(Open(job.Renditions[0].File!, ImageFormat.Png));
        Assert.Equal((expected.Width, expected.Height), (made.Width, made.Height));
        using var difference = (made - expected).Abs();
        Assert.True(difference.Max() <= 3 || (name.StartsWith("svg", StringComparison.Ordinal) && difference.Avg() < 2), $"{difference.Max()} {difference.Avg()}");
    }

    [Theory]
    [InlineData("jpeg-profile-orientation-6.jpg")]
    [InlineData("fuzz-tiff-orientation-6.png")]
    public void Is_upright_in_a_TIFF(string name)
    {
        using var made = Make(File.ReadAllBytes(FaultFile(name)), Recipe(ImageFormat.Tiff));
        Assert.Equal(1, made.Contains("orientation") ? made.Get("orientation") : 1);
    }

    [Theory]
    [InlineData("avif-nclx-pq-rec2020.avif")]
    [InlineData("png-cicp-pq.png")]
    [InlineData("svg-utf-16.svg")]
    [InlineData("svg-without-size.svg")]
    [InlineData("tiff-grey-float32.tif")]
    [InlineData("tiff-grey-uint32.tif")]
    [InlineData("tiff-lab.tif")]
    [InlineData("tiff-rgb-alpha-and-one-more.tif")]
    [InlineData("tiff-rgb-float32-no-profile.tif")]
    [InlineData("tiff-rgb-float32-with-profile.tif")]
    [InlineData("tiff-rgb-uint32.tif")]
    [InlineData("tiff-tag-of-unknown-type.tif")]
    [InlineData("fuzz-timeout-entropy.gif")]
    public void Is_made(string name) => Render(Job(FaultFile(name), Recipe(ImageFormat.Jpeg), Recipe(ImageFormat.Tiff)));

    /// <summary>Each took 20 seconds or more, most of them longer than any image may.</summary>
    [Theory]
    [InlineData("fuzz-memory-0108.png")]
    [InlineData("fuzz-tempfile.webp")]
    [InlineData("fuzz-timeout-entropy.gif")]
    [InlineData("fuzz-timeout-gif-1x65521.gif")]
    [InlineData("fuzz-timeout-gif-2.gif")]
    [InlineData("fuzz-timeout-svg-use-data.svg")]
    public void Is_done_with_soon(string name)
    {
        var job = Job(FaultFile(name), Recipe(ImageFormat.Png));
        var used = Process.GetCurrentProcess().TotalProcessorTime;

        ImageRenderer.Render(job);

        Assert.InRange(Process.GetCurrentProcess().TotalProcessorTime - used, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("fuzz-bomb-svg-data-png.svg", "THUMB0108")]
    [InlineData("fuzz-memory-0108.png", "THUMB0108")]
    [InlineData("fuzz-timeout-svg-use-data.svg", "THUMB0107")]
    public void Is_refused_before_it_is_drawn(string name, string code) =>
        Assert.Equal(code, Fail(Job(FaultFile(name), Recipe(ImageFormat.Png))).Code);

    [Theory]
    [InlineData("svg-clip-evenodd.svg", "clip-rule")]
    [InlineData("svg-css-variable.svg", "var")]
    [InlineData("svg-foreign-object.svg", "foreignObject")]
    [InlineData("svg-root-background.svg", "background")]
    [InlineData("svg-text-path.svg", "textPath")]
    [InlineData("svg-transform-origin.svg", "transform-origin")]
    public void What_is_not_drawn_is_named(string name, string element)
    {
        var result = ImageRenderer.Render(Job(FaultFile(name), Recipe(ImageFormat.Png)));
        Assert.Single(result.Made);
        var problem = Assert.Single(result.Problems);
        Assert.Equal("THUMB0114", problem.Code);
        Assert.Contains(element, problem.Text, StringComparison.Ordinal);
    }

    private static Image Expected(string name) => Rgba(Image.NewFromFile(Path.Combine(Path.GetDirectoryName(FaultFile(name))!, "expected", name + ".png")));

    private static Image Rgba(Image image)
    {
        using (image)
        {
            using var colours = image.Colourspace(Enums.Interpretation.Srgb);
            return colours.HasAlpha() ? colours.CopyMemory() : colours.Bandjoin(255);
        }
    }

    private static string FaultFile(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, "..", "shared", "images", "faults", name);
            if (File.Exists(file))
                return Path.GetFullPath(file);
        }

        Assert.Skip("the files are not here");
        return "";
    }
}
