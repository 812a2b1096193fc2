using System.Text.Json;

using Thumbs.Imaging.Worker;

namespace Thumbs.Tasks.Tests;

/// <summary>The first build of an app, and the builds after it. A build takes seconds, so each test has several in a row.</summary>
public sealed class ConsoleTests(Package package) : IDisposable
{
    private static readonly double[] Red = [255, 0, 0], Green = [0, 255, 0], Blue = [0, 0, 255];

    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    private string Thumb(string name) => Path.Combine(_project.Bin, "thumbs", name);

    private string[] Thumbs() => _project.Files(Path.Combine(_project.Bin, "thumbs"));

    private async Task FirstBuildAsync()
    {
        _project.Paint("assets/a.png", Red);
        _project.Paint("assets/deep/b.png", Green);
        _project.WriteProject();
        Assert.Equal("2 made, 0 up to date, 0 failed", (await _project.BuildAsync()).Expect(0).Summary);
    }

    private async Task<string?> BuildAsync(params string[] arguments) =>
        (await _project.BuildAsync(arguments)).Expect(0).Summary;

    [Fact]
    public async Task Only_what_changed_is_made_and_a_build_with_nothing_to_do_starts_no_engine()
    {
        await FirstBuildAsync();
        Assert.Equal(["a.png", "deep/b.png"], Thumbs());
        Assert.Equal("40x30 255,0,0", Picture.Of(Thumb("a.png")));
        Assert.Equal("40x30 0,255,0", Picture.Of(Thumb("deep/b.png")));
        Assert.Equal(
            ["../../../assets/a.png > thumbnails/thumbs/a.png", "../../../assets/deep/b.png > thumbnails/thumbs/deep/b.png"],
            await ManifestAsync());

        var times = Thumbs().Select(file => File.GetLastWriteTimeUtc(Thumb(file))).ToList();
        var idle = (await _project.BuildAsync()).Expect(0);
        Assert.Null(idle.Summary);
        Assert.Contains("Skipping target \"MakeThumbnails\"", idle.Output, StringComparison.Ordinal);
        Assert.Equal(times, Thumbs().Select(file => File.GetLastWriteTimeUtc(Thumb(file))));

        // One is edited and one is added.
        _project.Paint("assets/a.png", Blue);
        _project.Paint("assets/c.png", Red, width: 90);
        Assert.Equal("2 made, 1 up to date, 0 failed", await BuildAsync());
        Assert.Equal("40x30 0,0,255", Picture.Of(Thumb("a.png")));
        Assert.Equal(["a.png", "c.png", "deep/b.png"], Thumbs());

        // A file older than all builds replaces another, while DOTNET_HOST_PATH is a folder, as it has been seen to be.
        _project.Paint("assets/a.png", Green, height: 61);
        File.SetLastWriteTimeUtc(_project["assets/a.png"], DateTime.UtcNow.AddYears(-1));
        Assert.Equal("1 made, 2 up to date, 0 failed", await BuildAsync($"-p:DOTNET_HOST_PATH={_project.Folder}"));
        Assert.EndsWith(" 0,255,0", Picture.Of(Thumb("a.png")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_changes_all_and_an_edit_of_the_project_file_alone_nothing()
    {
        await FirstBuildAsync();
        Assert.Equal("2 made, 0 up to date, 0 failed", await BuildAsync("-p:ThumbnailSharpen=true"));
        _project.Body += "<!-- edited -->";
        _project.WriteProject();
        Assert.Equal("2 made, 0 up to date, 0 failed", await BuildAsync());
        _project.Body += "<!-- and again -->";
        _project.WriteProject();
        Assert.Null(await BuildAsync());
    }

    [Fact]
    public async Task Clean_and_the_off_switch_leave_nothing()
    {
        await FirstBuildAsync();
        Assert.Null(await BuildAsync("-p:EnableThumbnails=false"));
        Assert.Empty(Thumbs());
        Assert.Null(await BuildAsync());
        Assert.Equal(["a.png", "deep/b.png"], Thumbs());

        // Also what was made before thumbnails were switched off.
        Assert.Null(await BuildAsync("-p:EnableThumbnails=false"));
        var clean = (await _project.RunAsync("clean", "-v:d", "-p:EnableThumbnails=false")).Expect(0);
        Assert.Contains("Deleted " + Path.Combine(_project.Obj, "thumbnails", "thumbs", "a.png"), clean.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_project.Files("obj").Concat(_project.Files("bin")), file => file.Contains("thumb", StringComparison.OrdinalIgnoreCase));
        Assert.False(Directory.Exists(Path.Combine(_project.Bin, "thumbs")));
        Assert.False(Directory.Exists(Path.Combine(_project.Obj, "thumbnails")));

        Assert.Equal("2 made, 0 up to date, 0 failed", await BuildAsync("-t:Rebuild"));
        Assert.Equal("40x30 255,0,0", Picture.Of(Thumb("a.png")));
    }

    [Fact]
    public async Task Publishing_brings_them_with_and_without_a_build()
    {
        await FirstBuildAsync();
        (await _project.RunAsync("publish", "-c", "Debug", "--no-build", "-o", _project["out"])).Expect(0);
        Assert.Equal("40x30 0,255,0", Picture.Of(_project["out/thumbs/deep/b.png"]));

        // Another configuration has folders of its own, and copies what the first has made.
        var release = (await _project.RunAsync("publish", "-v:n", "-o", _project["release"])).Expect(0);
        Assert.Equal("0 made, 2 copied, 0 up to date, 0 failed", release.Summary);
        Assert.Equal(["a.png", "deep/b.png"], _project.Files("release/thumbs"));

        // Nothing of the package ships with the app: neither a file nor a name.
        string[] own = [$"App{(OperatingSystem.IsWindows() ? ".exe" : "")}", "App.deps.json", "App.dll", "App.pdb", "App.runtimeconfig.json"];
        Assert.Equal(own.Order(StringComparer.Ordinal), _project.Files("release").Where(file => !file.StartsWith("thumbs/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("thumbs", await File.ReadAllTextAsync(_project["release/App.deps.json"], TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string[]> ManifestAsync()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(_project.Obj, "thumbnails.manifest.json"), TestContext.Current.CancellationToken);
        using var manifest = JsonDocument.Parse(text);
        return [.. manifest.RootElement.GetProperty("sources").EnumerateArray().Select(source =>
            $"{source.GetProperty("source").GetString()} > {source.GetProperty("renditions")[0].GetProperty("path").GetString()}")];
    }
}
