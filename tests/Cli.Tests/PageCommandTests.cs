using System.Text.RegularExpressions;

namespace Thumbs.Cli.Tests;

/// <summary>The commands on the pages do what the pages say.</summary>
public sealed class PageCommandTests
{
    /// <summary>In one shell, where the first that fails ends it.</summary>
    [Fact]
    public async Task Every_command_of_the_first_pages_runs()
    {
        using var tool = new ToolProcess();
        foreach (var folder in new[] { "photos/2024", "drawings", "assets" })
            Directory.CreateDirectory(tool.At(folder));
        File.Copy(Path.Join(ToolProcess.Checkout, "samples", "photos", "mountains.jpg"), tool.At("photos/2024/mountains.jpg"));
        File.Copy(tool.At("photos/2024/mountains.jpg"), tool.At("assets/mountains.jpg"));
        File.Copy(tool.At("photos/sun.svg"), tool.At("drawings/sun.svg"));
        File.Copy(tool.At("photos/sun.svg"), tool.At("logo.svg"));
        File.Delete(tool.At("photos/disc.gif"));
        await File.WriteAllTextAsync(tool.At("last-year"), "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(tool.At("last-year"), DateTime.UtcNow.AddYears(-1));
        File.SetLastWriteTimeUtc(tool.At("photos/2024/mountains.jpg"), DateTime.UtcNow);
        var commands = (await LinesAsync("docs/cli.md", "## From question", "## Inputs")).Concat(await LinesAsync("README.md", "## On the command", "## What comes")).ToList();
        Assert.InRange(commands.Count, 19, 40);

        var (exitCode, _, error) = await tool.ShellAsync("set -ex\n" + string.Join('\n', commands.Select(line => line.Replace("dotnet thumbs", "thumbs", StringComparison.Ordinal))));

        Assert.True(exitCode == 0, error);
        foreach (var made in new[]
        {
            "thumbs/2024/mountains.jpg", "out/2024/mountains.jpg", "squares/sun.png", "web/images.json", "web/2024/mountains.jpg", "cards/sun-640.webp",
            "shared/sun-600x315.jpg", "some/2024/mountains.jpg", "new/2024/mountains.jpg", "all/drawings/sun.png", "flat/mountains.jpg", "out/thumbs.json",
            "wwwroot/favicon.ico",
        })
        {
            Assert.True(File.Exists(tool.At(made)), made);
        }

        // The last run there asks for a single size, and prunes.
        Assert.False(File.Exists(tool.At("web/2024/mountains-640.avif")));
    }

    /// <summary>Those that join shards, those of the cache in the synopsis, and <c>info</c>.</summary>
    [Fact]
    public async Task The_commands_beside_runs_run()
    {
        using var tool = new ToolProcess();
        var lines = (await Task.WhenAll(Pages.Select(page => LinesAsync(page)))).SelectMany(line => line).Distinct(StringComparer.Ordinal)
            .Where(line => Regex.IsMatch(line, "^dotnet thumbs (info|merge|cache)")).ToList();
        var verbs = Assert.Single(lines, line => line.Contains("cache", StringComparison.Ordinal));
        var merges = lines.FindAll(line => Regex.IsMatch(line, "merge \"(?<folder>\\w+)/thumbs[.][*]-of-4[.]json\""));
        Assert.InRange(merges.Count, 2, 10);
        Assert.Contains("dotnet thumbs info", lines);
        var script = new List<string> { "set -ex", "thumbs info" };
        foreach (var merge in merges)
        {
            var folder = Regex.Match(merge, "\"(\\w+)/").Groups[1].Value;
            script.AddRange(Enumerable.Range(1, 4).Select(shard => $"thumbs photos -o {folder} --manifest {folder}/thumbs.json --shard {shard}/4"));
            script.Add(merge["dotnet ".Length..]);
        }

        foreach (var verb in Regex.Match(verbs, "cache (?<verbs>[^[]*trim \\[SIZE\\][^[]*)").Groups["verbs"].Value.Split('|', StringSplitOptions.TrimEntries))
            script.Add($"thumbs cache {verb.Replace("[SIZE]", "1MB", StringComparison.Ordinal)}");
        Assert.Equal(5, script.Count(line => line.StartsWith("thumbs cache", StringComparison.Ordinal)));

        var (exitCode, _, error) = await tool.ShellAsync(string.Join('\n', script));

        Assert.True(exitCode == 0, error);
        Assert.Contains("sun.svg", await File.ReadAllTextAsync(tool.At("out/thumbs.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(tool.At("cache"), "*", SearchOption.AllDirectories), file => new FileInfo(file).Length > 1000);
    }

    [Fact]
    public async Task Every_command_of_the_other_pages_is_understood()
    {
        var lines = (await Task.WhenAll(Pages.Select(page => LinesAsync(page)))).SelectMany(line => line)
            .Where(line => !Regex.IsMatch(line, "INPUT|^dotnet thumbs (info|merge|cache)|^find|…")).Distinct(StringComparer.Ordinal).ToList();
        Assert.InRange(lines.Count, 5, 200);
        foreach (var line in lines)
        {
            // What the machine fills in is a number.
            var words = Regex.Matches(Regex.Replace(line, @"\$\{\{.*?\}\}|\$\w+|\$\(.*?\)", "1"), "\"([^\"]*)\"|(\\S+)")
                .Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Groups[2].Value)
                .TakeWhile(word => word is not ("||" or "&&" or "|" or ">" or "#"))
                .Skip(2);
            using var tool = new Tool { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SLURM_ARRAY_TASK_ID"] = "1", ["SLURM_ARRAY_TASK_COUNT"] = "2", ["SLURM_ARRAY_TASK_MIN"] = "1", ["SLURM_ARRAY_TASK_STEP"] = "1", ["SLURM_ARRAY_TASK_MAX"] = "2" } };
            Assert.True(await tool.RunAsync([.. words]) == 0, $"{line}: {tool.Errors}");
        }
    }

    private static IEnumerable<string> Pages => Directory.GetFiles(Path.Join(ToolProcess.Checkout, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}");

    /// <summary>The lines of a page that are commands: indented, or behind <c>run:</c>.</summary>
    private static async Task<IEnumerable<string>> LinesAsync(string page, string from = "", string until = "\0")
    {
        var text = (await File.ReadAllTextAsync(Path.Join(ToolProcess.Checkout, page), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var start = text.IndexOf(from, StringComparison.Ordinal);
        var end = text.IndexOf(until, start, StringComparison.Ordinal);
        return Regex.Matches(text[start..(end < 0 ? text.Length : end)], @"^(    |\s+- run: )\s*(?<command>(dotnet thumbs|find) .*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)
            .Select(match => match.Groups["command"].Value);
    }
}
