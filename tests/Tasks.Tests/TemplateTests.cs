namespace Thumbs.Tasks.Tests;

/// <summary>The package and one item, added to what <c>dotnet new</c> makes.</summary>
public sealed class TemplateTests(Package package) : IDisposable
{
    private static readonly (string Name, string Template, string[] Options)[] Projects =
    [
        ("ConsoleC", "console", []),
        ("ConsoleF", "console", ["-lang", "F#"]),
        ("ConsoleVB", "console", ["-lang", "VB"]),
        ("Library", "classlib", []),
        ("LibraryVB", "classlib", ["-lang", "VB"]),
        ("Service", "worker", []),
        ("Tests", "mstest", []),
        ("Empty", "web", []),
        ("Api", "webapi", []),
        ("Mvc", "mvc", []),
        ("Pages", "webapp", []),
        ("Blazor", "blazor", []),
        ("Wasm", "blazorwasm", []),
        ("RazorLibrary", "razorclasslib", []),
    ];

    private readonly Project _all = new(package, "all");

    public void Dispose() => _all.Dispose();

    [Fact]
    public async Task Every_template_builds_builds_again_publishes_and_cleans()
    {
        await MakeAsync();
        (await RunAsync("restore")).Expect(0);

        var built = (await RunAsync("Build")).Expect(0).Output;
        Assert.Equal(Projects.Length, built.Split("0 failed in ").Length - 1);
        Assert.All(Projects, project => Assert.Equal("40x30 255,0,0", Picture.Of(_all[$"{project.Name}/obj/Debug/net10.0/thumbnails/thumbs/red.png"])));
        Assert.DoesNotContain("Thumbs: ", (await RunAsync("Build")).Expect(0).Output, StringComparison.Ordinal);

        Assert.DoesNotContain("Thumbs: ", (await RunAsync("Publish", "-p:NoBuild=true", "-p:PublishTrimmed=false")).Expect(0).Output, StringComparison.Ordinal);
        Assert.All(Projects, project => Assert.True(IsPublished(project.Name), project.Name));

        (await RunAsync("Clean")).Expect(0);
        Assert.DoesNotContain(
            _all.Files("."),
            file => file.Contains("thumb", StringComparison.Ordinal) && !file.Contains("publish", StringComparison.Ordinal) && !file.Contains("staticwebassets", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_app_of_one_file_has_thumbnails_by_three_directives()
    {
        _all.Paint("images/red.png", [255, 0, 0]);
        _all.Write("app.cs", $"""
            #:package Thumbs.Tasks@{package.Version}
            #:property FileBasedProgramsItemMapping=.png=GenerateThumbnails
            #:property ThumbnailSize=40x30
            #:include images/*.png
            Console.Write(File.Exists(Path.Combine(AppContext.BaseDirectory, "thumbs", "red.png")) ? "found" : "lost");
            """);
        Assert.Contains("found", (await _all.RunAsync("run", "app.cs")).Expect(0).Output, StringComparison.Ordinal);
    }

    /// <summary>As the templates are: the name of each project file is that of its folder.</summary>
    private async Task MakeAsync()
    {
        foreach (var (name, template, options) in Projects)
        {
            (await _all.RunAsync(["new", template, "-o", name, "--no-restore", "--no-update-check", .. options])).Expect(0);
            var file = Directory.GetFiles(_all[name], "*.*proj").Single();
            _all.Paint($"{name}/pictures/red.png", [255, 0, 0]);
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                file,
                text.Replace("</Project>", $"""
                      <ItemGroup>
                        <PackageReference Include="Thumbs.Tasks" Version="{package.Version}" PrivateAssets="all" />
                        <GenerateThumbnails Include="pictures/red.png" Size="40x30" />
                      </ItemGroup>
                    </Project>
                    """, StringComparison.Ordinal),
                TestContext.Current.CancellationToken);
        }

        _all.Write("all.proj", """
            <Project>
              <ItemGroup><Each Include="*/*.*proj" /></ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Each)" Targets="Restore" Properties="Restoring=true" BuildInParallel="true" /></Target>
              <Target Name="Build"><MSBuild Projects="@(Each)" Targets="Build" BuildInParallel="true" /></Target>
              <Target Name="Publish"><MSBuild Projects="@(Each)" Targets="Publish" BuildInParallel="true" SkipNonexistentTargets="true" /></Target>
              <Target Name="Clean"><MSBuild Projects="@(Each)" Targets="Clean" BuildInParallel="true" /></Target>
            </Project>
            """);
    }

    private Task<DotnetResult> RunAsync(string target, params string[] arguments) =>
        _all.RunAsync(["msbuild", "all.proj", $"-t:{target}", "-m", "-v:m", "-p:Configuration=Debug", "-p:CompressionEnabled=false", .. arguments]);

    private bool IsPublished(string name) =>
        Directory.EnumerateFiles(_all[$"{name}/bin/Debug/net10.0/publish"], "red.png", SearchOption.AllDirectories).Any();
}
