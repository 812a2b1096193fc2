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

    [Fact]
    public async Task Every_command_of_the_other_pages_is_understood()
    {
        var pages = Directory.GetFiles(Path.Join(ToolProcess.Checkout, "docs"), "*.md").Select(path => $"docs/{Path.GetFileName(path)}");
        var lines = (await Task.WhenAll(pages.Select(page => LinesAsync(page)))).SelectMany(line => line)
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
