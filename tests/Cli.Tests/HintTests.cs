using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Cli.Tests;

/// <summary>What is said of things that are allowed and hardly meant, and of slips that other programs have taught.</summary>
public sealed class HintTests
{
    [Theory]
    [InlineData("--position", "top")]
    [InlineData("--position", "attention", "--fit", "outside")]
    [InlineData("--aspect", "16:9", "--size", "64")]
    [InlineData("--colors", "16", "-f", "jpeg,webp")]
    [InlineData("--effort", "9", "-f", "tiff")]
    [InlineData("--lossless", "-f", "jpeg")]
    [InlineData("--quality", "50", "-f", "png,gif")]
    [InlineData("--progressive", "-f", "webp")]
    public async Task An_option_without_an_effect_is_told_and_the_run_goes_on(params string[] options)
    {
        using var tool = new Tool();

        Assert.Equal(0, await tool.RunAsync(["photos", .. options]));

        Assert.NotNull(tool.Request);
        Assert.StartsWith($"thumbs : warning THUMB0011: {options[0]}: ", tool.Errors, StringComparison.Ordinal);
        Assert.Single(tool.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--position", "top", "--fit", "cover")]
    [InlineData("--position", "top", "--fit", "contain")]
    [InlineData("--lossless", "-f", "jpeg,webp")]
    [InlineData("--lossless")]
    [InlineData("--quality", "50", "-f", "png,auto")]
    [InlineData("--enlarge", "--fit", "fill")]
    [InlineData("--colors", "16", "-f", "jpeg,png")]
    [InlineData("--effort", "0", "-f", "tiff,gif")]
    [InlineData("--position", "centre")]
    [InlineData("--aspect", "16:9")]
    [InlineData("--aspect", "16:9", "--size", "64,x64", "--position", "top")]
    public async Task One_with_an_effect_is_not(params string[] options)
    {
        using var tool = new Tool();
        Assert.Equal(0, await tool.RunAsync(["photos", .. options]));
        Assert.Empty(tool.Errors);
    }

    [Theory]
    [InlineData("[a-z].jpg", "`[` is not a wildcard here")]
    [InlineData("a{b,c.jpg", "a `{` is never closed")]
    [InlineData("help", "did you mean `dotnet thumbs --help`?")]
    public async Task An_input_that_means_something_elsewhere_is_explained(string input, string hint)
    {
        using var tool = new ToolProcess();
        var (exitCode, _, error) = await tool.RunAsync(input, "-o", "out");
        Assert.Equal(2, exitCode);
        Assert.Contains(hint, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cache", "trim", "--help")]
    [InlineData("cache", "--help")]
    [InlineData("merge", "a.json", "-h")]
    public async Task Help_is_given_wherever_it_is_asked_for(params string[] args)
    {
        using var tool = new Tool();
        Assert.Equal(0, await tool.RunAsync(args));
        Assert.StartsWith("Usage: ", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_JSON_end_with_a_summary_after_an_error_too()
    {
        using var tool = new Tool();
        Assert.Equal(2, await tool.RunAsync("photos", "--json", "--fit", "round"));
        var lines = tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"code\":\"THUMB0001\"", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"summary\":{\"made\":0,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("\"exitCode\":2}}", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_cancelled_says_so()
    {
        using var tool = new Tool { Engine = report => report.Finished(new(6190, 0, 0, 0, 0, 0, 0, 0, default, ExitCode.Cancelled)) };
        await tool.RunAsync("photos");
        Assert.StartsWith("cancelled: 6190 made,", tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, "--position", "top")]
    [InlineData(1, 1, "--position", "top")]
    [InlineData(0, 0)]
    public async Task Warnings_count_where_that_is_asked_for(int exitCode, int expected, params string[] options)
    {
        using var tool = new Tool
        {
            ExitCode = exitCode,
            Engine = report =>
            {
                report.Noticed(Diagnostic.CacheUnusable.At("cache", "full"));
                report.Noticed(Diagnostic.SameNames.At("a.png", "as well"));
                report.Finished(new(1, 0, 0, 0, 0, 0, 0, 0, default, exitCode));
            },
        };
        Assert.Equal(expected, await tool.RunAsync(["photos", "--strict", "--json", .. options]));
        Assert.EndsWith($"\"exitCode\":{expected}}}}}\n", tool.Output, StringComparison.Ordinal);
        Assert.Equal(expected == 2, tool.Output.Contains("\"message\":\"There is a warning, and --strict is given\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_glob_that_matches_nothing_warns_and_is_an_error_where_warnings_count()
    {
        using var tool = new ToolProcess();
        var (_, _, warned) = await tool.RunAsync("photos/*.png", "-o", "out");
        Assert.Equal("photos/*.png : warning THUMB0003: No image was found there", warned.Trim());
        Assert.Equal(2, (await tool.RunAsync("photos/*.png", "-o", "out", "--strict")).ExitCode);
    }

    [Fact]
    public async Task None_takes_back_what_a_configuration_keeps() =>
        Assert.Equal(Metadata.None, (await Tool.RequestOfAsync("photos", "--keep", "none")).Renditions.Keep);

    [Fact]
    public async Task A_colour_needs_no_sign_that_shells_take_for_a_comment() =>
        Assert.Equal("#ff8800ff", (await Tool.RequestOfAsync("photos", "--background", "f80")).Renditions.Background);
}
