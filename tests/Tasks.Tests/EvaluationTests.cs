using System.Text.Json;

using BinaryLog = Microsoft.Build.Logging.StructuredLogger.BinaryLog;
using TextNode = Microsoft.Build.Logging.StructuredLogger.TextNode;

using Thumbs.Imaging.Worker;

namespace Thumbs.Tasks.Tests;

/// <summary>Builds that make nothing and still have to list the items: of editors, of dotnet watch, of MAUI; and the content of a log.</summary>
public sealed class EvaluationTests(Package package) : IDisposable
{
    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    private async Task<string[]> ItemsAsync(string item, params string[] arguments)
    {
        var result = (await _project.RunAsync(["msbuild", $"-getItem:{item}", .. arguments])).Expect(0);
        using var document = JsonDocument.Parse(result.Output);
        return [.. document.RootElement.GetProperty("Items").GetProperty(item).EnumerateArray().Select(one => one.ToString())];
    }

    private string[] Identities(IEnumerable<string> items) => [.. items.Select(item =>
    {
        using var document = JsonDocument.Parse(item);
        return Path.GetRelativePath(_project.Folder, Path.Combine(_project.Folder, document.RootElement.GetProperty("Identity").GetString()!)).Replace('\\', '/');
    })];

    [Fact]
    public async Task Editors_see_the_last_build_and_watch_sees_the_sources()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.WriteProject();
        (await _project.RestoreAsync()).Expect(0);
        Assert.Empty(await ItemsAsync("Thumbnail", "-t:GenerateThumbnails", "-p:DesignTimeBuild=true"));
        Assert.False(Directory.Exists(Path.Combine(_project.Obj, "thumbnails")));

        Assert.NotNull((await _project.BuildAsync()).Expect(0).Summary);
        Assert.DoesNotContain("\"color\"", await File.ReadAllTextAsync(Path.Combine(_project.Obj, "thumbnails.manifest.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        _project.Paint("assets/b.png", [255, 0, 0]);
        var seen = await ItemsAsync("Thumbnail", "-t:GenerateThumbnails", "-p:DesignTimeBuild=true");
        Assert.Equal(["obj/Debug/net10.0/thumbnails/thumbs/a.png"], Identities(seen));
        Assert.Contains("\"CopyToOutputDirectory\": \"PreserveNewest\"", seen[0], StringComparison.Ordinal);
        Assert.Single(_project.Files(Path.Combine(_project.Obj, "thumbnails/thumbs")));

        var watched = (await _project.RunAsync("watch", "--list")).Expect(0).Output;
        Assert.Contains(_project["assets/a.png"], watched, StringComparison.Ordinal);
        Assert.Contains(_project["assets/b.png"], watched, StringComparison.Ordinal);
        Assert.DoesNotContain("thumbnails", watched, StringComparison.Ordinal);

        var input = await ItemsAsync("UpToDateCheckInput", "-t:_CollectThumbnailsUpToDateCheckInputs");
        Assert.Equal(["assets/a.png", "assets/b.png"], Identities(input));
        Assert.Contains("\"Set\": \"Thumbnails\"", input[0], StringComparison.Ordinal);
        Assert.Equal(
            ["obj/Debug/net10.0/thumbnails.stamp"],
            Identities(await ItemsAsync("UpToDateCheckBuilt", "-t:_CollectThumbnailsUpToDateCheckBuilt")));

        var images = await ItemsAsync("MauiImage", "-t:GenerateThumbnails", "-p:DesignTimeBuild=true", "-p:ThumbnailsAsMauiImages=true");
        Assert.Equal(["obj/Debug/net10.0/thumbnails/thumbs/a.png"], Identities(images));
        Assert.Contains("\"Resize\": \"false\"", images[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_holds_what_was_asked_for_what_came_of_it_and_what_was_deleted()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Paint("assets/b.png", [255, 0, 0]);
        _project.WriteProject();
        (await _project.BuildAsync()).Expect(0);
        File.Delete(_project["assets/a.png"]);
        (await _project.BuildAsync("-bl:log.binlog", "-p:ThumbnailsJobs=1")).Expect(0);
        var log = BinaryLog.ReadBuild(_project["log.binlog"]);
        var files = log.SourceFiles.Select(file => Path.GetFileName(file.FullPath));
        Assert.Superset(new HashSet<string>(["thumbnails.request.json", "thumbnails.manifest.json"], StringComparer.Ordinal), files.ToHashSet(StringComparer.Ordinal));

        var texts = new List<string>();
        log.VisitAllChildren<TextNode>(node => texts.Add(node.Text ?? ""), TestContext.Current.CancellationToken);
        foreach (var folder in new[] { Path.Combine(_project.Obj, "thumbnails", "thumbs"), Path.Combine(_project.Bin, "thumbs") })
            Assert.Contains($"Deleted {Path.Combine(folder, "a.png")}", texts);
        Assert.Contains(texts, text => text.Contains("dotnet-thumbs.dll --build-request", StringComparison.Ordinal) && text.Contains("--workers 1 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lock_file_holds_the_natives_too_and_is_what_a_locked_restore_finds()
    {
        _project.Properties += "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>";
        _project.WriteProject();
        (await _project.RestoreAsync()).Expect(0);
        var locked = await File.ReadAllTextAsync(_project["packages.lock.json"], TestContext.Current.CancellationToken);
        Assert.Contains($"\"Thumbs.Natives\": \"[{package.NativesVersion}]\"", locked, StringComparison.Ordinal);
        (await _project.RunAsync("restore", "--locked-mode", "--force")).Expect(0);
    }

    [Fact]
    public async Task Central_versions_and_an_artifacts_folder_work_and_leave_the_project_folder_alone()
    {
        _project.Write("Directory.Packages.props", $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup><PackageVersion Include="Thumbs.Tasks" Version="{package.Version}" /></ItemGroup>
            </Project>
            """);
        _project.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <ArtifactsPath>$(MSBuildThisFileDirectory)../artifacts</ArtifactsPath>
                <UseArtifactsOutput>true</UseArtifactsOutput>
                <ThumbnailSize>20</ThumbnailSize>
              </PropertyGroup>
              <ItemGroup><GenerateThumbnails Include="assets/*.png" /></ItemGroup>
            </Project>
            """);
        _project.Reference = """<PackageReference Include="Thumbs.Tasks" PrivateAssets="all" />""";
        _project.Body = "";
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.WriteProject();
        var before = Listing.Of(_project.Folder);
        Assert.Equal("1 made, 0 up to date, 0 failed", (await _project.BuildAsync()).Expect(0).Summary);
        Assert.Equal("20x15 255,0,0", Picture.Of(_project["../artifacts/bin/App/debug/thumbs/a.png"]));
        Assert.Null((await _project.BuildAsync()).Expect(0).Summary);
        (await _project.RunAsync("clean")).Expect(0);

        // The folder of the project may be one that cannot be written to.
        Assert.Equal(before, Listing.Of(_project.Folder));
    }
}
