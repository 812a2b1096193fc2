using Thumbs.Images;
using Thumbs.Imaging.Worker;

namespace Thumbs.Tasks.Tests;

/// <summary>The eight mistakes of another package of this kind, each by its number.</summary>
public sealed class MistakeTests(Package package) : IDisposable
{
    private static readonly double[] Red = [255, 0, 0], Green = [0, 255, 0];

    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    private string Obj(string name) => Path.Combine(_project.Obj, "thumbnails", "thumbs", name);

    private string Bin(string name) => Path.Combine(_project.Bin, "thumbs", name);

    private async Task<string?> BuildAsync(params string[] arguments)
    {
        _project.WriteProject();
        return (await _project.BuildAsync(arguments)).Expect(0).Summary;
    }

    private async Task BuildTwoAsync()
    {
        _project.Paint("assets/a.png", Red);
        _project.Paint("assets/b.png", Green);
        Assert.Equal("2 made, 0 up to date, 0 failed", await BuildAsync());
    }

    [Fact]
    public async Task Mistake_1_a_deleted_thumbnail_is_never_rebuilt()
    {
        await BuildTwoAsync();
        File.Delete(Obj("a.png"));
        File.Delete(Bin("b.png"));
        Assert.Equal("1 made, 1 up to date, 0 failed", await BuildAsync());
        Assert.Equal("40x30 255,0,0", Picture.Of(Obj("a.png")));
        Assert.Equal("40x30 0,255,0", Picture.Of(Bin("b.png")));
    }

    [Fact]
    public async Task Mistake_2_a_change_to_one_item_redoes_all_of_them()
    {
        _project.Body = """
            <ItemGroup>
              <GenerateThumbnails Include="assets/*.png" Size="40x30" />
              <GenerateThumbnails Update="assets/a.png" Fit="fill" />
            </ItemGroup>
            """;
        await BuildTwoAsync();
        var time = File.GetLastWriteTimeUtc(Obj("b.png"));
        _project.Body = _project.Body.Replace("Fit=\"fill\"", "Fit=\"contain\"", StringComparison.Ordinal);
        Assert.Equal("1 made, 1 up to date, 0 failed", await BuildAsync());
        Assert.Equal(time, File.GetLastWriteTimeUtc(Obj("b.png")));

        // A new time alone, as a checkout gives to every file, makes nothing.
        File.SetLastWriteTimeUtc(_project["assets/b.png"], DateTime.UtcNow);
        Assert.Equal("0 made, 2 up to date, 0 failed", await BuildAsync());
        Assert.Null(await BuildAsync());
    }

    [Fact]
    public async Task Mistake_3_thumbnails_of_deleted_sources_ship_until_clean()
    {
        await BuildTwoAsync();
        File.Delete(_project["assets/a.png"]);
        Assert.Equal("0 made, 1 up to date, 0 failed, 1 deleted", await BuildAsync());
        Assert.Equal(["b.png"], _project.Files(Path.Combine(_project.Obj, "thumbnails/thumbs")));
        Assert.Equal(["b.png"], _project.Files(Path.Combine(_project.Bin, "thumbs")));
        var manifest = await File.ReadAllTextAsync(Path.Combine(_project.Obj, "thumbnails.manifest.json"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("a.png", manifest, StringComparison.Ordinal);

        // The same for one that still exists but is no item any more, and for the last one.
        _project.Body = "";
        Assert.Equal("0 made, 0 up to date, 0 failed, 1 deleted", await BuildAsync());
        Assert.Empty(_project.Files(Path.Combine(_project.Bin, "thumbs")));
        Assert.Null(await BuildAsync());
    }

    [Fact]
    public async Task Mistake_6_a_bad_image_has_no_name_and_cancels_the_rest()
    {
        _project.Write("assets/bad.png", "This is no image.");
        _project.Paint("assets/a.png", Red);
        _project.Paint("assets/b.png", Green);
        _project.WriteProject();
        var build = (await _project.BuildAsync()).Expect(1);
        Assert.Contains($"{_project["assets/bad.png"]} : error THUMB0104:", build.Output, StringComparison.Ordinal);
        Assert.Equal("2 made, 0 up to date, 1 failed", build.Summary);
        Assert.Equal("40x30 255,0,0", Picture.Of(Obj("a.png")));

        // A build that failed is not up to date.
        var again = (await _project.BuildAsync()).Expect(1);
        Assert.Equal("0 made, 2 up to date, 1 failed", again.Summary);
        File.Delete(_project["assets/bad.png"]);
        Assert.Equal("0 made, 2 up to date, 0 failed", await BuildAsync());
    }

    [Fact]
    public async Task Mistake_7_native_libraries_are_copied_into_the_package_folder_by_a_build()
    {
        _project.Paint("assets/a.png", Red);
        _project.WriteProject();
        (await _project.RestoreAsync()).Expect(0);
        var before = Listing.Of(package.InstalledFolder);
        await BuildAsync();
        Assert.Equal(before, Listing.Of(package.InstalledFolder));
    }

    [Fact]
    public async Task Mistake_8_paths_are_put_together_by_replacing_text()
    {
        // All that the SDK can restore in, which a semicolon and what looks escaped, as %24, are not; the names of images may hold more.
        string[] names = [.. new[] { "100% {name}", "a;b", "$(Pure) @(x)", "%3b", "Größe ñ 日本 🖼", "tab\tand 'quote'", "double \"quote\"", "trailing space " }.Select(Legal)];
        using var project = new Project(package, Legal("100% $(Pure) 'quotes' \"more\" {name} # & + ~ Größe 日本"));
        foreach (var name in names)
            project.Paint($"assets/{name}/{name}.png", Red);
        project.WriteProject();
        Assert.Equal($"{names.Length} made, 0 up to date, 0 failed", (await project.BuildAsync()).Expect(0).Summary);
        Assert.Equal(names.Select(name => $"{name}/{name}.png").Order(StringComparer.Ordinal), project.Files(Path.Combine(project.Bin, "thumbs")));
        Assert.Null((await project.BuildAsync()).Expect(0).Summary);
    }

    /// <summary>Without what this system's file names cannot hold.</summary>
    private static string Legal(string name) => string.Concat(name.Where(letter => !Path.GetInvalidFileNameChars().Contains(letter)));
}
