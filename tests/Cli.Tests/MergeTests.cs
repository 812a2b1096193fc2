using Thumbs.Engine;

namespace Thumbs.Cli.Tests;

public sealed class MergeTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    /// <summary>The manifest of a shard with some sources, each with a rendition that is named after it.</summary>
    private static string Manifest(int index, int count, string plan, params string[] names) => $$"""
        {
          "version": 3,
          "shard": {
            "index": {{index}},
            "count": {{count}},
            "plan": "{{plan}}"
          },
          "failed": [{ "source": "../in/z{{index}}.jpg", "code": "THUMB0102", "message": "damaged" }],
          "sources": [{{string.Join(',', names.Select(Source))}}]
        }
        """;

    private static string Source(string name) => $$"""
        { "source": "../in/{{name}}.jpg", "width": 4, "height": 3, "format": "jpeg", "sha256": "5a", "animated": false, "alpha": true, "color": "#336699", "renditions":
          [{ "path": "{{name.TrimEnd('\'')}}.webp", "width": 4, "height": 3, "format": "webp", "mediaType": "image/webp", "bytes": 9, "sha256": "7b-{{name}}" }] }
        """;

    private async Task<string> RefusedAsync(params string[] args) => (await _tool.RefusedAsync(["merge", .. args])).Replace(_tool.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    [Fact]
    public async Task Shards_in_any_order_are_joined_and_paths_follow_the_manifest()
    {
        _tool.Write("out/t.1-of-2.json", Manifest(1, 2, "p", "b", "d"));
        _tool.Write("out/t.2-of-2.json", Manifest(2, 2, "p", "a"));

        Assert.Equal(0, await _tool.RunAsync("merge", "out/t.2-of-2.json", "out/t.1-of-2.json", "--manifest", "all.json"));

        var merged = await File.ReadAllTextAsync(Path.Combine(_tool.Folder, "all.json"), TestContext.Current.CancellationToken);
        Assert.StartsWith("{\n  \"version\": 3,\n  \"sources\": [\n    {\n      \"source\": \"in/a.jpg\",\n", merged, StringComparison.Ordinal);
        Assert.Equal(["out/a.webp", "out/b.webp", "out/d.webp"], merged.Split('"').Where(text => text.StartsWith("out/", StringComparison.Ordinal)));
        Assert.Contains("\"color\": \"#336699\"", merged, StringComparison.Ordinal);
        Assert.Equal(["in/z1.jpg", "in/z2.jpg"], merged[merged.IndexOf("\"failed\"", StringComparison.Ordinal)..].Split('"').Where(text => text.StartsWith("in/z", StringComparison.Ordinal)));
        Assert.Equal("2 shards merged: 3 sources, 3 renditions\n", _tool.Output);
    }

    [Fact]
    public async Task A_glob_finds_the_shards_and_one_that_is_there_twice_counts_once()
    {
        _tool.Write("got/x/t.1-of-2.json", Manifest(1, 2, "p", "b"));
        _tool.Write("got/y/t.1-of-2.json", Manifest(1, 2, "p", "b").Replace("../in", "../../got/in", StringComparison.Ordinal).Replace("b.webp", "../x/b.webp", StringComparison.Ordinal));
        _tool.Write("got/x/t.2-of-2.json", Manifest(2, 2, "p"));
        Assert.Equal(0, await _tool.RunAsync("merge", "got/**/t.*-of-2.json", "--manifest=all.json"));
        Assert.Equal("2 shards merged: 1 sources, 1 renditions\n", _tool.Output);
    }

    [Theory]
    [InlineData("thumbs : error THUMB0008: Shards 1, 3 of 4 are missing", 2, 4, "p", 4, 4, "p")]
    [InlineData("thumbs : error THUMB0008: Shard 2 of 2 is missing", 1, 2, "p", 1, 2, "p")]
    [InlineData("t1.json : error THUMB0008: It is of 8 shards, ", 1, 4, "p", 2, 8, "p")]
    [InlineData("t1.json : error THUMB0008: It is of another plan than ", 1, 2, "p", 2, 2, "q")]
    [InlineData("t1.json : error THUMB0008: There is no shard 3 of 2", 1, 2, "p", 3, 2, "p")]
    public async Task Shards_that_do_not_fit_are_told(string expected, int firstIndex, int firstCount, string firstPlan, int secondIndex, int secondCount, string secondPlan)
    {
        _tool.Write("t0.json", Manifest(firstIndex, firstCount, firstPlan, "a"));
        _tool.Write("t1.json", Manifest(secondIndex, secondCount, secondPlan, firstIndex == secondIndex ? "a" : "b"));
        Assert.StartsWith(expected, await RefusedAsync("t0.json", "t1.json", "--manifest", "all.json"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_tool.Folder, "all.json")));
    }

    [Theory]
    [InlineData("Shard 1 is there twice, and t0.json says something else", 1, "a", "b")]
    [InlineData("It lists ../in/a.jpg, and so does t0.json", 2, "a", "a")]
    [InlineData("It has other bytes for a.webp than t0.json", 2, "a", "a'")]
    public async Task Shards_that_disagree_are_told(string expected, int secondIndex, string first, string second)
    {
        _tool.Write("t0.json", Manifest(1, 2, "p", first));
        _tool.Write("t1.json", Manifest(secondIndex, 2, "p", second));
        Assert.Equal($"t1.json : error THUMB0008: {expected}", (await RefusedAsync("t*.json", "--manifest", "all.json")).Replace("\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_missing_shards_are_counted()
    {
        _tool.Write("t0.json", Manifest(1, 100, "p"));
        Assert.Contains("Shards 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 89 more of 100 are missing", await RefusedAsync("t0.json", "--manifest", "all.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"version\": 3, \"sources\": [] }", "It is not the manifest of a shard")]
    [InlineData("{ \"version\": 2, \"sources\": [] }", "It is not a manifest: ")]
    [InlineData("{ \"version\": 3, \"sources\": [", "It is not a manifest: ")]
    [InlineData("{ \"version\": 3, \"sources\": null }", "It is not a manifest: ")]
    [InlineData("[]", "It is not a manifest: ")]
    public async Task What_is_no_manifest_of_a_shard_is_told(string text, string expected)
    {
        _tool.Write("t0.json", text);
        Assert.StartsWith($"t0.json : error THUMB0008: {expected}", await RefusedAsync("t0.json", "--manifest", "all.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("THUMB0001: `dotnet thumbs merge` takes the manifests of all shards", "--manifest", "all.json")]
    [InlineData("THUMB0001: `dotnet thumbs merge` takes the manifests of all shards", "t.json")]
    [InlineData("THUMB0001: --output: ", "t.json", "--output", "x", "--manifest", "all.json")]
    [InlineData("gone.json : error THUMB0002: There is no such file", "gone.json", "--manifest", "all.json")]
    [InlineData("gone-*.json : error THUMB0002: No file matches", "gone-*.json", "--manifest", "all.json")]
    public async Task What_makes_no_sense_is_told(string expected, params string[] args) =>
        Assert.Contains(expected, await RefusedAsync(args), StringComparison.Ordinal);
}
