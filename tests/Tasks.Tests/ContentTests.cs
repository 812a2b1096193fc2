namespace Thumbs.Tasks.Tests;

/// <summary>Thumbnails are copied as Content is, as their items and the project's properties say.</summary>
public sealed class ContentTests(Package package) : IDisposable
{
    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    private string[] Pictures(string folder) => [.. _project.Files(folder).Where(IsPicture)];

    private static bool IsPicture(string path) => path.EndsWith(".png", StringComparison.Ordinal);

    [Fact]
    public async Task Items_and_properties_say_where_thumbnails_go()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            _project.Paint($"assets/{name}.png", [255, 0, 0]);
        _project.Properties += """
            <ThumbnailsBasePath>img</ThumbnailsBasePath>
            <ThumbnailsOutputPath>made/</ThumbnailsOutputPath>
            <ThumbnailsManifest>thumbs.manifest.json</ThumbnailsManifest>
            <ThumbnailsGallery>gallery.html</ThumbnailsGallery>
            """;
        _project.Body = """
            <ItemGroup>
              <GenerateThumbnails Include="assets/a.png" CopyToOutputDirectory="Never" CopyToPublishDirectory="Always" />
              <GenerateThumbnails Include="assets/b.png" CopyToPublishDirectory="Never" />
              <GenerateThumbnails Include="assets/c.png" TargetPath="x/c.png" Pack="false" />
              <GenerateThumbnails Include="assets/d.png" LinkBase="y" PackagePath="pictures/d.png" />
              <GenerateThumbnails Include="assets/e.png" Link="z/e.png" />
            </ItemGroup>
            """;
        _project.WriteProject();
        (await _project.RunAsync("publish", "-c", "Debug", "-o", _project["out"])).Expect(0);
        Assert.Equal(["img/b.png", "x/c.png", "y/d.png", "z/e.png"], Pictures(_project.Bin));
        Assert.Equal(["img/a.png", "x/c.png", "y/d.png", "z/e.png"], Pictures("out"));
        Assert.Equal(["img/a.png", "img/b.png", "x/c.png", "y/d.png", "z/e.png"], Pictures("made"));
        Assert.Empty(Pictures("obj"));
        Assert.Contains("made/z/e.png", await File.ReadAllTextAsync(_project["thumbs.manifest.json"], TestContext.Current.CancellationToken), StringComparison.Ordinal);

        (await _project.RunAsync("pack", "--no-build", "-c", "Debug", "-o", _project["packed"])).Expect(0);
        var packed = await Nupkg.ReadAsync(Directory.GetFiles(_project["packed"]).Single());
        Assert.Equal(
            ["contentFiles/any/net10.0/img/a.png", "contentFiles/any/net10.0/img/b.png", "contentFiles/any/net10.0/z/e.png", "pictures/d.png"],
            packed.Entries.Where(IsPicture));
        Assert.DoesNotContain("Thumbs.Tasks", packed.Nuspec, StringComparison.Ordinal);

        Assert.Contains("made/img/b.png", await File.ReadAllTextAsync(_project["gallery.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);

        (await _project.RunAsync("clean")).Expect(0);
        Assert.Empty(Pictures("bin"));
        Assert.False(Directory.Exists(_project["made"]));
        Assert.False(File.Exists(_project["gallery.html"]));
        Assert.False(File.Exists(_project["thumbs.manifest.json"]));
    }
}
