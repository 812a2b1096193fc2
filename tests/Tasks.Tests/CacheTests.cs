namespace Thumbs.Tasks.Tests;

/// <summary>What was made once on a machine is not made again while the cache exists.</summary>
public sealed class CacheTests(Package package) : IDisposable
{
    private readonly Project _one = new(package), _other = new(package, "elsewhere");
    private readonly string _cache = Directory.CreateTempSubdirectory("thumbs-cache-").FullName;

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        if (Directory.Exists(_cache))
            Directory.Delete(_cache, recursive: true);
        else
            File.Delete(_cache);
    }

    [Fact]
    public async Task Another_project_framework_configuration_or_the_tool_copies_and_makes_nothing()
    {
        Prepare(_one);
        Assert.Equal("2 made, 0 up to date, 0 failed", (await _one.BuildAsync()).Expect(0).Summary);
        var made = Pictures(Path.Combine(_one.Obj, "thumbnails"));
        Assert.Equal(2, made.Length);

        _other.Properties = "<LangVersion>latest</LangVersion>";
        _other.Frameworks = "netstandard2.0;net10.0";
        Prepare(_other);
        var builds = (await _other.BuildAsync("-c", "Release")).Expect(0);
        Assert.DoesNotMatch("[1-9][0-9]* made", builds.Output);
        Assert.Equal(made, Pictures(_other["obj/Release/net10.0/thumbnails"]));
        Assert.Equal(made, Pictures(_other["obj/Release/netstandard2.0/thumbnails"]));

        var engine = Path.Combine(package.InstalledFolder, "tools", "any", "dotnet-thumbs.dll");
        var tool = (await _one.RunAsync("--additionalprobingpath", package.NativesFolder, engine, "assets", "-o", "by-tool", "--size", "40x30", "--cache", _cache)).Expect(0);
        Assert.Contains("0 made, 2 copied", tool.Output, StringComparison.Ordinal);
        Assert.Equal(made, Pictures(_one["by-tool"]));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_used_fails_no_build_even_where_warnings_are_errors()
    {
        Directory.Delete(_cache);
        await File.WriteAllTextAsync(_cache, "a file", TestContext.Current.CancellationToken);
        Prepare(_one);

        Assert.Contains("warning THUMB0501", (await _one.BuildAsync()).Expect(0).Output, StringComparison.Ordinal);
        foreach (var strict in new[] { "-warnaserror", "-p:TreatWarningsAsErrors=true" })
        {
            Directory.Delete(Path.Combine(_one.Obj, "thumbnails"), recursive: true);
            var build = (await _one.BuildAsync(strict)).Expect(0);
            Assert.Contains("warning THUMB0501", build.Output, StringComparison.Ordinal);
            Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);
            Assert.Equal("2 made, 0 up to date, 0 failed", build.Summary);
        }
    }

    [Fact]
    public async Task A_project_may_leave_the_cache_alone()
    {
        _one.Properties += "<ThumbnailsNoCache>true</ThumbnailsNoCache>";
        _one.Paint("assets/a.png", [255, 0, 0]);
        _one.WriteProject();

        (await _one.BuildAsync("-p:ThumbnailsCachePath=")).Expect(0);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_cache));
    }

    private void Prepare(Project project)
    {
        project.Properties += $"<ThumbnailsCachePath>{_cache}</ThumbnailsCachePath>";
        project.Paint("assets/a.png", [255, 0, 0]);
        project.Paint("assets/deep/b.png", [12, 200, 99]);
        project.WriteProject();
    }

    private static string[] Pictures(string folder) => [.. Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetFileName(file)} {Convert.ToBase64String(File.ReadAllBytes(file))}")];
}
