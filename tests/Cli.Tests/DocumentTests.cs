using System.Text.RegularExpressions;

using Thumbs.Diagnostics;

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

    [Fact]
    public async Task Every_code_on_a_page_is_in_the_table()
    {
        var known = Diagnostic.All().Select(diagnostic => diagnostic.Code).ToHashSet(StringComparer.Ordinal);
        var pages = await PageAsync("diagnostics.md") + await PageAsync("cli.md");

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
    public async Task The_configuration_on_the_page_works()
    {
        var page = await PageAsync("cli.md");
        using var tool = new Tool();
        tool.Write("thumbs.json", Regex.Match(page, "(?<=```json\n)\\{\n.*?\n\\}(?=\n```)", RegexOptions.Singleline).Value);

        Assert.Equal(0, await tool.RunAsync());
        Assert.Equal(100_000_000, tool.Request!.Limits.MaxPixels);
    }

    private static async Task<string> PageAsync(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Thumbs.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        var text = await File.ReadAllTextAsync(Path.Combine(folder, "docs", name), TestContext.Current.CancellationToken);
        return text.ReplaceLineEndings("\n");
    }
}
