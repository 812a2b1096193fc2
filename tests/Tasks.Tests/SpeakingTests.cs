namespace Thumbs.Tasks.Tests;

/// <summary>What is wrong in a project is told as the project has it, and what a project says of its images is handed on.</summary>
public sealed class SpeakingTests(Package package) : IDisposable
{
    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_wrong_value_is_told_with_its_item_and_its_line()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Paint("assets/b.png", [255, 0, 0]);
        _project.Body = """
            <ItemDefinitionGroup><GenerateThumbnails><Quality>1000</Quality></GenerateThumbnails></ItemDefinitionGroup>
            <ItemGroup>
              <GenerateThumbnails Include="assets/*.png"
                                  Size="huge" Quality="80" />
              <GenerateThumbnails Update="assets/b.png" Size="40x30" Fit="tight" />
              <GenerateThumbnails Include="assets/b.png" Size="20" Formats="$(Wrong)" />
              <GenerateThumbnails Include="assets/a.png" Size="20" />
            </ItemGroup>
            """;
        _project.Properties += "<Wrong>bmp</Wrong>";
        _project.WriteProject();
        var lines = await File.ReadAllLinesAsync(_project["App.csproj"], TestContext.Current.CancellationToken);
        var place = _project["App.csproj"];

        var build = (await _project.BuildAsync("-t:GenerateThumbnails")).Expect(1);

        Assert.Contains($"{place}({LineOf("Include=\"assets/*.png\"")}): error THUMB0001: GenerateThumbnails Include=\"assets/*.png\": Size: ", build.Output, StringComparison.Ordinal);
        Assert.Contains($"{place}({LineOf("Fit=\"tight\"")}): error THUMB0001: GenerateThumbnails Update=\"assets/b.png\": Fit: ", build.Output, StringComparison.Ordinal);
        Assert.Contains($"{place} : error THUMB0001: GenerateThumbnails {_project["assets/b.png"]}: Formats: ", build.Output, StringComparison.Ordinal);
        Assert.Contains($"({LineOf("<Quality>1000")}): error THUMB0001: GenerateThumbnails in an ItemDefinitionGroup: Quality: ", build.Output, StringComparison.Ordinal);

        int LineOf(string text) => Array.FindIndex(lines, line => line.Contains(text, StringComparison.Ordinal)) + 1;
    }

    [Theory]
    [InlineData("ThumbnailsJobs", "many", "error THUMB0001: ThumbnailsJobs: `many` is no number")]
    [InlineData("ThumbnailsFailOnError", "perhaps", "error THUMB0001: ThumbnailsFailOnError: `perhaps` is neither true nor false")]
    public async Task A_wrong_property_is_told_in_our_words(string name, string value, string told)
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.WriteProject();
        var build = (await _project.BuildAsync("-t:GenerateThumbnails", $"-p:{name}={value}")).Expect(1);
        Assert.Contains(told, build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("MSB4", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_file_gets_the_right_hint_and_a_glob_without_a_match_a_warning()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Body = """
            <ItemGroup>
              <GenerateThumbnails Include="assets;https://example.com/a.jpg" Size="40x30" />
              <GenerateThumbnails Include="assets/*.png;photos/**/*.jpg" Size="40x30" />
            </ItemGroup>
            """;
        _project.WriteProject();

        var build = (await _project.BuildAsync("-t:GenerateThumbnails")).Expect(1);

        Assert.Contains("error THUMB0101: This is a folder; write a glob: assets/**/*.jpg", build.Output, StringComparison.Ordinal);
        Assert.Contains("images on the network are not fetched", build.Output, StringComparison.Ordinal);
        Assert.Contains(": warning THUMB0003: GenerateThumbnails Include=\"photos/**/*.jpg\": no image was found there", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Include=\"assets/*.png\": no image", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_of_the_user_and_the_address_reach_the_thumbnails()
    {
        _project.Paint("assets/a b.png", [255, 0, 0]);
        _project.Body = """
            <ItemGroup><GenerateThumbnails Include="assets/*.png" Size="40x30" Alt="Joe; 100%25" Width="7" /></ItemGroup>
            <Target Name="Show" DependsOnTargets="GenerateThumbnails">
              <Message Importance="high" Text="@(Thumbnail->'[%(Alt)] [%(Url)] [%(Width)] [%(Quality)]')" />
            </Target>
            """;
        _project.WriteProject();
        var build = (await _project.BuildAsync("-t:Show")).Expect(0);
        Assert.Contains("[Joe; 100%] [thumbs/a%20b.png] [40] []", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_another_use_is_refused()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Sdk = "Microsoft.NET.Sdk.Web";
        _project.Properties = "";
        _project.WriteProject();
        (await _project.RestoreAsync()).Expect(0);
        var inside = await _project.RunAsync("build", "--no-restore", "-t:GenerateThumbnails", "-p:ThumbnailsOutputPath=wwwroot/small");
        Assert.Contains("error THUMB0405: ThumbnailsOutputPath lies in wwwroot", inside.Expect(1).Output, StringComparison.Ordinal);

        using var other = new Project(package);
        other.Paint("assets/b.png", [0, 255, 0]);
        other.WriteProject("Other.csproj");
        var shared = $"-p:ThumbnailsOutputPath={_project["../shared"]}/";
        (await _project.RunAsync("build", "--no-restore", "-t:GenerateThumbnails", shared)).Expect(0);
        var refused = (await other.BuildAsync("-t:GenerateThumbnails", shared)).Expect(1);
        Assert.Contains($"is the folder of {_project["App.csproj"]} already", refused.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_project["../shared/thumbs/a.png"]));
    }

    [Fact(Skip = "The host is copied as Unix has it.", SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWindows))]
    public async Task A_dotnet_without_the_runtime_of_the_engine_is_told_as_that()
    {
        var real = Path.GetDirectoryName(File.ResolveLinkTarget(Pool.DotnetHost.Path, returnFinalTarget: true)?.FullName ?? Pool.DotnetHost.Path)!;
        var fxr = Directory.GetFiles(Path.Combine(real, "host"), "libhostfxr.*", SearchOption.AllDirectories).Max(StringComparer.Ordinal)!;
        var host = _project["../bare/host/fxr/" + Path.GetFileName(Path.GetDirectoryName(fxr))];
        Directory.CreateDirectory(host);
        File.Copy(fxr, Path.Combine(host, Path.GetFileName(fxr)));
        File.Copy(Path.Combine(real, "dotnet"), _project["../bare/dotnet"]);
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Properties += $"<DOTNET_HOST_PATH>{_project["../bare/dotnet"]}</DOTNET_HOST_PATH>";
        _project.WriteProject();

        var build = (await _project.BuildAsync("-t:GenerateThumbnails")).Expect(1);

        Assert.Contains($"error THUMB0403: The engine needs a .NET that {_project["../bare/dotnet"]} has not: 'Microsoft.NETCore.App', version '", build.Output, StringComparison.Ordinal);
    }
}
