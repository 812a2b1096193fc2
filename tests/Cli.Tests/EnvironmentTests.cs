using System.Text.RegularExpressions;

namespace Thumbs.Cli.Tests;

/// <summary>What the tool reads of its environment, and that no nonsense in it harms.</summary>
public sealed class EnvironmentTests
{
    /// <summary>Numbers of machines: only <c>--shard auto</c> asks for them.</summary>
    private static readonly string[] OfShards =
    [
        "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE", "CLOUD_RUN_TASK_INDEX", "CLOUD_RUN_TASK_COUNT",
        "CI_NODE_INDEX", "CI_NODE_TOTAL", "CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", "BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT",
        "SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE",
        "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP", "SLURM_ARRAY_TASK_COUNT",
    ];

    /// <summary>Without a % sign: .NET 10 itself crashes as it starts where TMPDIR has one that printf would understand.</summary>
    public static TheoryData<string> Nonsense => new("nonsense", " ", "-1", "99999999999999999999", "a\nb\u001b[2J", "/dev/null/x", new string('x', 5000), "\"'$(x)`");

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task No_nonsense_in_any_variable_keeps_images_from_being_made(string value)
    {
        var page = await File.ReadAllTextAsync(Path.Join(ToolProcess.Checkout, "docs", "cli.md"), TestContext.Current.CancellationToken);
        var table = page[page.IndexOf("## The environment", StringComparison.Ordinal)..];
        var variables = Regex.Matches(table, @"`(?<name>[A-Z_]{2,})`", RegexOptions.ExplicitCapture).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["THUMBS_CACHE_DIR", "XDG_CACHE_HOME", "HOME", "TMPDIR", "NO_COLOR", "TERM", "CI", "TF_BUILD"], StringComparer.Ordinal), variables);
        using var tool = new ToolProcess();
        // Of nonsense in LD_PRELOAD the system's loader itself complains, in every program. A libvips that is not there is an error: see below.
        foreach (var variable in variables.Except(["LD_PRELOAD", "THUMBS_LIBVIPS"], StringComparer.Ordinal).Concat(OfShards))
            tool.Environment[variable] = value;

        var (exitCode, output, error) = await tool.RunAsync("photos", "-o", "out");

        Assert.True(exitCode == 0, $"{exitCode} {output} {error}");
        // Lines of progress come before, where a machine takes its time. /dev/null/x is a folder like any other on Windows, and may hold a cache since an earlier run.
        Assert.Matches(OperatingSystem.IsWindows() ? "(?m)^(2 made|0 made, 2 copied), 0 up to date, 0 failed" : "(?m)^2 made, 0 up to date, 0 failed", output);
        Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(" : warning THUMB0501: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_library_that_is_not_there_is_told_with_its_variable()
    {
        using var tool = new ToolProcess();
        tool.Environment["THUMBS_LIBVIPS"] = "nonsense";

        var (exitCode, output, error) = await tool.RunAsync("photos", "-o", "out");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Matches(@"^thumbs : error THUMB0117: THUMBS_LIBVIPS \S+nonsense: there is no such file\r?\n$", error);
    }

    [Fact]
    public async Task Every_variable_that_the_source_names_is_on_the_page()
    {
        var page = await File.ReadAllTextAsync(Path.Join(ToolProcess.Checkout, "docs", "cli.md"), TestContext.Current.CancellationToken);
        var table = page[page.IndexOf("## The environment", StringComparison.Ordinal)..];
        var sources = await Task.WhenAll(new[] { "Thumbs", "dotnet-thumbs" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Join(ToolProcess.Checkout, "src", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)));

        var named = sources.SelectMany(source => Regex.Matches(source, @"GetEnvironmentVariable\(""(?<name>\w+)""\)|""(?<name>THUMBS_\w+)""", RegexOptions.ExplicitCapture))
            .Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.InRange(named.Count, 8, int.MaxValue);
        Assert.All(named, name => Assert.Contains($"`{name}`", table, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_number_of_a_machine_that_is_none_is_told_with_its_variable(string value)
    {
        foreach (var index in OfShards.Where(name => name.EndsWith("INDEX", StringComparison.Ordinal) || name is "BUILDKITE_PARALLEL_JOB" or "SLURM_ARRAY_TASK_MIN"))
        {
            using var tool = new Tool
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [index] = value, ["SLURM_ARRAY_TASK_ID"] = "1" },
            };

            Assert.StartsWith("thumbs : error THUMB0001: --shard: the variable ", await tool.RefusedAsync("photos", "--shard", "auto/4"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    public async Task A_home_that_is_no_absolute_path_is_no_place_for_a_cache(string home)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows asks no variable for it.");
        using var tool = new ToolProcess();
        Directory.CreateDirectory(tool.At("relative"));
        tool.Environment["HOME"] = home;
        tool.Environment["XDG_CACHE_HOME"] = "relative";
        tool.Environment["THUMBS_CACHE_DIR"] = null;

        Assert.Equal(0, (await tool.RunAsync("photos", "-o", "out", "--force", "--dry-run")).ExitCode);
        await tool.RunAsync("cache", "trim", "1MB");
        Assert.Empty(Directory.EnumerateFileSystemEntries(tool.At("relative")));
    }
}
