using Thumbs.Imaging.Worker;

namespace Thumbs.Tasks.Tests;

/// <summary>Libraries: their thumbnails reach the apps that use them and the package; several frameworks do the work once.</summary>
public sealed class LibraryTests(Package package) : IDisposable
{
    private readonly Project _library = new(package, "library");

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task Several_frameworks_decode_each_image_once_and_pack_each_its_own()
    {
        _library.Properties = "<ImplicitUsings>disable</ImplicitUsings>";
        _library.Frameworks = "netstandard2.0;net10.0";
        _library.Paint("assets/deep/a.png", [255, 0, 0]);
        _library.Paint("assets/b.png", [0, 255, 0]);
        _library.Body = """
            <ItemGroup>
              <GenerateThumbnails Include="assets/**/*.png" Size="40x30" />
              <GenerateThumbnails Update="assets/b.png" Pack="false" />
            </ItemGroup>
            """;
        _library.WriteProject("Library.csproj");
        var build = (await _library.BuildAsync("-m")).Expect(0);
        Assert.Contains("Thumbs: 2 made, 0 up to date, 0 failed in", build.Output, StringComparison.Ordinal);
        Assert.Contains("Thumbs: 0 made, 2 copied, 0 up to date, 0 failed in", build.Output, StringComparison.Ordinal);
        Assert.Equal("40x30 255,0,0", Picture.Of(_library["bin/Debug/netstandard2.0/thumbs/deep/a.png"]));
        Assert.Equal("40x30 255,0,0", Picture.Of(_library["bin/Debug/net10.0/thumbs/deep/a.png"]));
        Assert.DoesNotContain("Thumbs:", (await _library.BuildAsync()).Expect(0).Output, StringComparison.Ordinal);

        (await _library.RunAsync("pack", "--no-build", "-c", "Debug", "-o", _library["out"])).Expect(0);
        var packed = await Nupkg.ReadAsync(Directory.GetFiles(_library["out"]).Single());
        Assert.Equal(
            ["contentFiles/any/net10.0/thumbs/deep/a.png", "contentFiles/any/netstandard2.0/thumbs/deep/a.png"],
            packed.Entries.Where(name => name.EndsWith(".png", StringComparison.Ordinal)));
        Assert.DoesNotContain("Thumbs.Tasks", packed.Nuspec, StringComparison.Ordinal);

        await ReachesAnAppAsync();

        // The target can be asked for by its name, and clean goes to all of them.
        (await _library.RunAsync("clean")).Expect(0);
        Assert.DoesNotContain(_library.Files("obj"), file => file.Contains("thumb", StringComparison.Ordinal));
        (await _library.BuildAsync("-t:GenerateThumbnails")).Expect(0);
        Assert.Equal("40x30 0,255,0", Picture.Of(_library["obj/Debug/net10.0/thumbnails/thumbs/b.png"]));
    }

    private async Task ReachesAnAppAsync()
    {
        using var app = new Project(package) { Reference = """<PackageReference Include="Library" Version="1.0.0" />""" };
        app.Properties += $"<RestoreAdditionalProjectSources>{_library["out"]}</RestoreAdditionalProjectSources>";
        app.Body = "";
        app.WriteProject();
        (await app.BuildAsync()).Expect(0);
        Assert.Equal("40x30 255,0,0", Picture.Of(Path.Combine(app.Bin, "thumbs/deep/a.png")));
    }

    [Fact]
    public async Task An_app_gets_what_its_library_has_made_also_in_an_isolated_graph_and_in_threads()
    {
        _library.Properties = "";
        _library.Paint("assets/a.png", [255, 0, 0]);
        _library.WriteProject("Library.csproj");
        _library.Write("../app/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../library/Library.csproj" /></ItemGroup>
            </Project>
            """);
        _library.Write("../app/Program.cs", "System.Console.WriteLine();");
        var app = _library["../app"];
        (await Dotnet.RunAsync(app, "build", "-graph", "-isolate", "-m", "-p:RestoreUseStaticGraphEvaluation=true")).Expect(0);
        Assert.Equal("40x30 255,0,0", Picture.Of(Path.Combine(app, "bin/Debug/net10.0/thumbs/a.png")));

        var threaded = (await Dotnet.RunAsync(app, "publish", "-v:n", "-mt", "-o", Path.Combine(app, "out"))).Expect(0);
        Assert.Equal("0 made, 1 copied, 0 up to date, 0 failed", threaded.Summary);
        Assert.Equal("40x30 255,0,0", Picture.Of(Path.Combine(app, "out/thumbs/a.png")));

        // What is deleted from the library is deleted from the app.
        File.Delete(_library["assets/a.png"]);
        (await Dotnet.RunAsync(app, "build", "--no-restore")).Expect(0);
        Assert.False(File.Exists(Path.Combine(app, "bin/Debug/net10.0/thumbs/a.png")));

        // Nothing of the package is left in the app: neither a file nor a name.
        Assert.DoesNotContain("Thumbs.Tasks", await File.ReadAllTextAsync(Path.Combine(app, "bin/Debug/net10.0/App.deps.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(app, "out"), "*", SearchOption.AllDirectories), file => file.Contains("vips", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_package_path_is_a_folder_whose_own_folders_are_kept()
    {
        _library.Properties = "";
        _library.Paint("assets/deep/a.png", [255, 0, 0]);
        _library.Body = """<ItemGroup><GenerateThumbnails Include="assets/**/*.png" PackagePath="pictures/" CopyToOutputDirectory="Never" /></ItemGroup>""";
        _library.WriteProject("Library.csproj");
        (await _library.RunAsync("pack", "-o", _library["out"])).Expect(0);
        var packed = await Nupkg.ReadAsync(Directory.GetFiles(_library["out"]).Single());
        Assert.Contains("pictures/thumbs/deep/a.png", packed.Entries);
        Assert.Empty(_library.Files("bin/Release/net10.0/thumbs"));
    }
}
