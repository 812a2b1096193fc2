using System.Text.RegularExpressions;

using Thumbs.Build;
using Thumbs.Diagnostics;
using Thumbs.Parameters;

namespace Thumbs.Cli.Tests;

public sealed class DocumentTests
{
    [Fact]
    public async Task Every_diagnostic_is_on_its_page_as_the_table_has_it()
    {
        var page = await PageAsync("diagnostics.md");

        Assert.All(Diagnostic.All(), diagnostic => Assert.Contains(
            $"### {diagnostic.Code}\n\n{diagnostic.Severity}: **{diagnostic.Title}.**\n\n- Cause: {diagnostic.Cause}\n- Cure: {diagnostic.Cure}\n",
            page,
            StringComparison.Ordinal));
    }

    /// <summary>The anchor of a heading on the web: in lower case, without punctuation, and - for each space.</summary>
    [Fact]
    public async Task The_link_of_every_diagnostic_leads_to_its_heading()
    {
        var page = await PageAsync("diagnostics.md");
        var properties = await File.ReadAllTextAsync(Path.Combine(Root, "Directory.Build.props"), TestContext.Current.CancellationToken);
        var project = Regex.Match(properties, "<PackageProjectUrl>(.*)</PackageProjectUrl>").Groups[1].Value;

        var headings = Regex.Matches(page, "(?<=^#+ ).*$", RegexOptions.Multiline)
            .Select(match => Regex.Replace(match.Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'))
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(Diagnostic.All(), diagnostic =>
        {
            var link = diagnostic.Link.Split('#');
            Assert.Equal($"{project}/blob/main/docs/diagnostics.md", link[0]);
            Assert.Contains(link[1], headings);
        });
    }

    [Fact]
    public async Task Every_code_on_a_page_is_in_the_table()
    {
        var known = Diagnostic.All().Select(diagnostic => diagnostic.Code).ToHashSet(StringComparer.Ordinal);
        var pages = string.Concat(await Task.WhenAll(new[] { "diagnostics.md", "cli.md", "msbuild.md", "ci.md", "scale.md" }.Select(PageAsync)));

        var codes = Regex.Matches(pages, @"THUMB\d+", RegexOptions.IgnoreCase).Select(match => match.Value.ToUpperInvariant()).ToList();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains(code, known));
    }

    [Fact]
    public async Task Every_option_is_on_its_page()
    {
        var page = await PageAsync("cli.md");

        Assert.All(Options.All, option => Assert.Matches(
            $@"\n\| {(option.Short is null ? "" : $"`-{option.Short}`, ")}`--{option.Name}(\[=| |`)", page));
    }

    [Fact]
    public async Task Every_option_on_the_page_is_understood()
    {
        var page = await PageAsync("cli.md");
        var known = Options.All.Select(option => option.Name).Concat(["config", "help", "version"]).ToHashSet(StringComparer.Ordinal);

        var names = Regex.Matches(page, @"`(?:-\w`, `)?--([a-z-]+)").Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, known));
    }

    [Fact]
    public async Task Every_metadata_on_the_page_is_an_option_and_every_option_of_a_rendition_is_there()
    {
        var page = await PageAsync("msbuild.md");
        var table = page[page.IndexOf("### What is made", StringComparison.Ordinal)..page.IndexOf("### Where it goes", StringComparison.Ordinal)];

        var metadata = Regex.Matches(table, @"\n\| `(\w+)` \|").Select(match => MSBuildNames.OfMetadata(match.Groups[1].Value));

        var expected = Options.All.Where(option => option.Group is OptionGroup.Size or OptionGroup.Format or OptionGroup.Picture || option.Name == "name");
        Assert.Equal(expected.Select(option => option.Name).Order(StringComparer.Ordinal), metadata.Select(option => option?.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_property_that_the_targets_read_is_on_the_page()
    {
        var page = await PageAsync("msbuild.md");
        var targets = await File.ReadAllTextAsync(Path.Combine(Root, "src", "Thumbs.Tasks", "build", "Thumbs.Tasks.targets"), TestContext.Current.CancellationToken);

        // Those that are only read to be told that another was meant are on no page.
        var read = string.Join('\n', targets.Split('\n').Where(line => !line.Contains("_ThumbnailsMisspelt ", StringComparison.Ordinal)));
        var names = Regex.Matches(read, @"\$\(((?:Enable)?Thumbnail\w+)\)").Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(
            page.Contains($"`{name}`", StringComparison.Ordinal) || page.Contains($"\n| `{name["Thumbnail".Length..]}` |", StringComparison.Ordinal), name));
    }

    [Fact]
    public async Task The_configurations_on_the_page_work()
    {
        var page = await PageAsync("cli.md");
        var configurations = Regex.Matches(page, "(?<=```json\n)\\{\n.*?\n\\}(?=\n```)", RegexOptions.Singleline).Select(match => match.Value).ToList();
        using var tool = new Tool();

        tool.Write("thumbs.json", configurations[0]);
        Assert.Equal(0, await tool.RunAsync());
        Assert.Equal(100_000_000, tool.Request!.Limits.MaxPixels);

        tool.Write("thumbs.json", configurations[1]);
        Assert.Equal(0, await tool.RunAsync());
        Assert.Equal(3, tool.Request!.InputSets!.Count);
        Assert.Equal(2, configurations.Count);
    }

    private static string Root { get; } = FindRoot();

    private static async Task<string> PageAsync(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root, "docs", name), TestContext.Current.CancellationToken);
        return text.ReplaceLineEndings("\n");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Thumbs.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
