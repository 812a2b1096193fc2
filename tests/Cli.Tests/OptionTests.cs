using CsCheck;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Cli.Tests;

public sealed class OptionTests
{
    [Fact]
    public async Task Without_options_the_defaults_of_the_records_hold()
    {
        using var tool = new Tool();
        await tool.RunAsync("photos");

        var request = tool.Request!;
        Assert.Equal(["photos"], request.Inputs);
        Assert.Equal(tool.Folder, request.BaseFolder);
        Assert.Equal(Path.Combine(tool.Folder, "thumbs"), request.OutputFolder);
        Assert.Equal([new Box(128, 128)], request.Renditions.Boxes);
        Assert.Equal([null], request.Renditions.Formats);
        Assert.Equal(new Limits(), request.Limits);
        Assert.Null(request.Jobs);
        Assert.Null(request.ManifestFile);
        Assert.False(request.Force || request.Prune != PruneUse.Off || request.Overwrite || request.DryRun || request.FailFast);
    }

    [Fact]
    public async Task Several_inputs_and_those_behind_two_dashes_are_kept_in_order() =>
        Assert.Equal(["a", "b/**/*.{jpg,png}", "--c"], (await Tool.RequestOfAsync("a", "--force", "b/**/*.{jpg,png}", "--", "--c")).Inputs);

    [Fact]
    public async Task Paths_are_made_absolute_from_the_current_folder()
    {
        using var tool = new Tool();
        await tool.RunAsync("photos", "-o", "out/./x", "--manifest", "out/list.json");

        Assert.Equal(Path.Combine(tool.Folder, "out", "x"), tool.Request!.OutputFolder);
        Assert.Equal(Path.Combine(tool.Folder, "out", "list.json"), tool.Request.ManifestFile);
    }

    [Fact]
    public async Task Every_size_is_read_as_it_is_written()
    {
        var side = Gen.Int[1, 65_535];
        await side.SampleAsync(async n => Assert.Equal(new Box(n, n), await SizeAsync($"{n}")), iter: 20);
        await Gen.Select(side, side).SampleAsync(async sides => Assert.Equal(new Box(sides.Item1, sides.Item2), await SizeAsync($"{sides.Item1}x{sides.Item2}")), iter: 20);
        await side.SampleAsync(async w => Assert.Equal(new Box(w, null), await SizeAsync($"{w}x")), iter: 20);
        await side.SampleAsync(async h => Assert.Equal(new Box(null, h), await SizeAsync($"x{h}")), iter: 20);

        static async Task<Box> SizeAsync(string text) => Assert.Single((await Tool.RenditionsOfAsync("-s", text)).Boxes);
    }

    [Fact]
    public async Task Widths_are_boxes_and_the_same_twice_is_one() =>
        Assert.Equal([new Box(320, null), new Box(640, null)], (await Tool.RenditionsOfAsync("-w", "320,640,320", "--widths", "640")).Boxes);

    [Fact]
    public async Task Sizes_may_be_several_and_a_shape_gives_the_side_that_is_missing()
    {
        Assert.Equal([new Box(320, 180), new Box(640, null)], (await Tool.RenditionsOfAsync("-s", "320x180,640x", "--size", "320x180")).Boxes);
        Assert.Equal([new Box(320, 180), new Box(640, 360)], (await Tool.RenditionsOfAsync("-w", "320,640", "--aspect", "16:9")).Boxes);
        Assert.Equal([new Box(1200, 628)], (await Tool.RenditionsOfAsync("--aspect", "1.91:1", "-s", "1200x")).Boxes);
        Assert.Equal(Fit.Contain, (await Tool.RenditionsOfAsync("--aspect", "4/3", "--fit", "contain")).Fit);
    }

    [Fact]
    public async Task The_base_of_the_inputs_is_a_path()
    {
        using var tool = new Tool();
        await tool.RunAsync("photos", "--base", "./x/..");
        Assert.Equal(tool.Folder, tool.Request!.SourceBase);
    }

    [Theory]
    [InlineData("inside", nameof(Fit.Inside))]
    [InlineData("cover", nameof(Fit.Cover))]
    [InlineData("contain", nameof(Fit.Contain))]
    [InlineData("fill", nameof(Fit.Fill))]
    [InlineData("OUTSIDE", nameof(Fit.Outside))]
    public async Task Fit_is_one_of_five_words(string word, string fit) =>
        Assert.Equal(fit, (await Tool.RenditionsOfAsync("--fit", word)).Fit.ToString());

    [Theory]
    [InlineData("centre", nameof(Position.Centre))]
    [InlineData("center", nameof(Position.Centre))]
    [InlineData("top", nameof(Position.Top))]
    [InlineData("top right", nameof(Position.TopRight))]
    [InlineData("right top", nameof(Position.TopRight))]
    [InlineData("right-top", nameof(Position.TopRight))]
    [InlineData("bottom-left", nameof(Position.BottomLeft))]
    [InlineData("southeast", nameof(Position.BottomRight))]
    [InlineData("north", nameof(Position.Top))]
    [InlineData("entropy", nameof(Position.Entropy))]
    [InlineData("attention", nameof(Position.Attention))]
    [InlineData("subject", nameof(Position.Subject))]
    [InlineData("50%,20%", nameof(Position.Point))]
    [InlineData("0% 33.5%", nameof(Position.Point))]
    public async Task Position_takes_the_words_of_css_and_of_sharp(string words, string position) =>
        Assert.Equal(position, (await Tool.RenditionsOfAsync("--fit", "cover", "--position", words)).Position.ToString());

    [Fact]
    public async Task Formats_may_be_several_and_auto() =>
        Assert.Equal(
            [ImageFormat.Avif, null, ImageFormat.Jpeg],
            (await Tool.RenditionsOfAsync("-f", "avif,auto", "--format", "jpg,avif")).Formats);

    [Fact]
    public async Task Quality_may_be_for_all_formats_for_some_or_both()
    {
        Assert.Equal(80, (await Tool.RenditionsOfAsync("-q", "80")).Quality.For(ImageFormat.WebP));
        Assert.Null((await Tool.RenditionsOfAsync("-q", "webp=80")).Quality.For(ImageFormat.Jpeg));
        var mixed = (await Tool.RenditionsOfAsync("-q", "80,avif=50", "-q", "webp=70")).Quality;
        Assert.Equal((80, 50, 70), (mixed.For(ImageFormat.Jpeg), mixed.For(ImageFormat.Avif), mixed.For(ImageFormat.WebP)));
    }

    [Fact]
    public async Task Effort_may_be_by_format_too() =>
        Assert.Equal(0, (await Tool.RenditionsOfAsync("--effort", "9,avif=0")).Effort.For(ImageFormat.Avif));

    [Fact]
    public async Task A_switch_with_formats_is_on_for_those_only()
    {
        Assert.True((await Tool.RenditionsOfAsync("--lossless")).Lossless.IsOn(ImageFormat.WebP));
        var some = (await Tool.RenditionsOfAsync("--lossless=webp,avif")).Lossless;
        Assert.Equal((true, true, false), (some.IsOn(ImageFormat.WebP), some.IsOn(ImageFormat.Avif), some.IsOn(ImageFormat.Tiff)));
        var but = (await Tool.RenditionsOfAsync("--progressive=true,png=false")).Progressive;
        Assert.Equal((true, false), (but.IsOn(ImageFormat.Jpeg), but.IsOn(ImageFormat.Png)));
    }

    [Fact]
    public async Task A_switch_does_not_swallow_the_input_after_it() =>
        Assert.Equal(["photos"], (await Tool.RequestOfAsync("--lossless", "photos")).Inputs);

    [Fact]
    public async Task Metadata_is_a_set() =>
        Assert.Equal(Metadata.Icc | Metadata.Exif, (await Tool.RenditionsOfAsync("--keep", "icc,exif")).Keep);

    [Fact]
    public async Task The_other_options_of_a_rendition_arrive()
    {
        var options = await Tool.RenditionsOfAsync(
            "--enlarge", "--sharpen", "--kernel", "mitchell", "--no-rotate", "--no-animation", "--page", "3", "--placeholder",
            "--background", "#F80", "--name", "{dir}/{name},{width}.{ext}");

        Assert.True(options.Enlarge && options.Sharpen);
        Assert.False(options.Rotate || options.Animate);
        Assert.Equal(Kernel.Mitchell, options.Kernel);
        Assert.Equal(3, options.Page);
        Assert.True(options.Placeholder);
        Assert.Equal("#ff8800ff", options.Background);
        Assert.Equal("{dir}/{name},{width}.{ext}", options.NameTemplate);
    }

    [Fact]
    public async Task The_options_of_a_run_arrive()
    {
        var request = await Tool.RequestOfAsync("photos", "-j4", "--force", "--prune", "--dry-run", "--fail-fast", "--allow-truncated");

        Assert.Equal(4, request.Jobs);
        Assert.True(request.Force && request.Prune == PruneUse.On && request.DryRun && request.FailFast && request.Limits.AllowTruncated);
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("2m", 120_000)]
    [InlineData("2 min", 120_000)]
    [InlineData("24h", 86_400_000)]
    [InlineData("45", 45_000)]
    public async Task A_time_has_a_unit_or_is_in_seconds(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), (await Tool.RequestOfAsync("photos", "--timeout", text)).Limits.Timeout);

    [Fact]
    public async Task A_time_in_whole_units_is_exact() =>
        await Gen.Int[1, 86_400].SampleAsync(
            async seconds => Assert.Equal(TimeSpan.FromSeconds(seconds), (await Tool.RequestOfAsync("photos", "--timeout", $"{seconds}s")).Limits.Timeout),
            iter: 30);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("268M", 268_000_000)]
    [InlineData("0.5k", 500)]
    [InlineData("1000G", 1_000_000_000_000)]
    public async Task Pixels_are_counted_in_powers_of_a_thousand(string text, long pixels) =>
        Assert.Equal(pixels, (await Tool.RequestOfAsync("photos", "--max-pixels", text)).Limits.MaxPixels);

    [Theory]
    [InlineData("512MB", 512_000_000)]
    [InlineData("512M", 512_000_000)]
    [InlineData("1gib", 1L << 30)]
    [InlineData("1.5 GiB", 3L << 29)]
    [InlineData("64000000", 64_000_000)]
    public async Task Memory_has_the_units_of_si_and_of_iec(string text, long bytes) =>
        Assert.Equal(bytes, (await Tool.RequestOfAsync("photos", "--max-memory", text)).Limits.MaxMemory);

    [Theory]
    [InlineData("auto", nameof(SandboxUse.Auto))]
    [InlineData("require", nameof(SandboxUse.Require))]
    [InlineData("off", nameof(SandboxUse.Off))]
    public async Task Sandbox_takes_three_words(string word, string use) =>
        Assert.Equal(Enum.Parse<SandboxUse>(use), (await Tool.RequestOfAsync("photos", "--sandbox", word)).Sandbox);

    [Fact]
    public async Task Sandbox_takes_no_other_word() =>
        Assert.Equal("thumbs : error THUMB0001: --sandbox: \"requre\" is not one of auto, require, off; did you mean \"require\"?", await Tool.ErrorOfAsync("photos", "--sandbox", "requre"));

    [Fact]
    public async Task Libvips_is_the_word_the_file_or_what_the_environment_names()
    {
        Assert.Null((await Tool.RequestOfAsync("photos")).Libvips);
        Assert.Equal("system", (await Tool.RequestOfAsync("photos", "--libvips", "System", "--loaders", "pdf,magick")).Libvips);
        using var tool = new Tool { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["THUMBS_LIBVIPS"] = "lib/libvips.so.42" } };
        await tool.RunAsync("photos");
        Assert.Equal(Path.Join(tool.Folder, "lib", "libvips.so.42"), tool.Request!.Libvips);
        await tool.RunAsync("photos", "--libvips", "bundled", "--loaders", "pdf");
        Assert.Null(tool.Request!.Libvips);
        Assert.Contains("warning THUMB0011: --loaders: ", tool.Errors, StringComparison.Ordinal);
        Assert.Contains("jp2k, magick, pdf, raw", await Tool.ErrorOfAsync("photos", "--loaders", "openslide"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("50%")]
    [InlineData("50%,101%")]
    [InlineData("-1%,20%")]
    [InlineData("left,20%")]
    public async Task A_point_has_two_percentages(string point) =>
        Assert.EndsWith($"\"{point}\" is no point: it has two percentages from 0% to 100%, across and down, such as 50%,20%", await Tool.ErrorOfAsync("photos", $"--position={point}"), StringComparison.Ordinal);
}
