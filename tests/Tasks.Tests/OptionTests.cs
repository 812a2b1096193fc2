using System.Text;

namespace Thumbs.Tasks.Tests;

/// <summary>Metadata, properties and what happens to wrong ones.</summary>
public sealed class OptionTests(Package package) : IDisposable
{
    private static readonly double[] Red = [255, 0, 0];

    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    private string Thumb(string name) => Path.Combine(_project.Bin, name);

    [Fact]
    public async Task Items_go_before_their_definitions_and_those_before_properties()
    {
        _project.Paint("assets/a.png", Red);
        _project.Paint("assets/b.png", Red);
        _project.Paint("assets/c.png", Red);
        _project.Properties += "<ThumbnailFormats>webp;png</ThumbnailFormats><ThumbnailWidths>10;20</ThumbnailWidths>";
        _project.Body = """
            <ItemDefinitionGroup><GenerateThumbnails><Formats>jpeg</Formats></GenerateThumbnails></ItemDefinitionGroup>
            <ItemGroup>
              <GenerateThumbnails Include="assets/a.png" Size="30" Formats="" />
              <GenerateThumbnails Include="assets/b.png" />
              <GenerateThumbnails Include="assets/c.png" Size="16x16" Fit="cover" Name="{name}_{width}.{ext}" Link="pictures/c.png" />
            </ItemGroup>
            """;
        _project.WriteProject();
        (await _project.BuildAsync()).Expect(0);
        Assert.Equal(["a.png", "a.webp", "b-10.jpg", "b-20.jpg"], _project.Files(Thumb("thumbs")));
        Assert.Equal(["c_16.jpg"], _project.Files(Thumb("pictures")));
        Assert.StartsWith("30x23 ", Picture.Of(Thumb("thumbs/a.webp")), StringComparison.Ordinal);
        Assert.StartsWith("20x15 ", Picture.Of(Thumb("thumbs/b-20.jpg")), StringComparison.Ordinal);
        Assert.StartsWith("16x16 ", Picture.Of(Thumb("pictures/c_16.jpg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_value_is_an_error_at_the_project_that_names_the_metadata_and_what_is_allowed()
    {
        // The names are all that there are: each has to reach the engine, which alone knows what is wrong with its value.
        string[] names =
        [
            "Size", "Widths", "Fit", "Position", "Enlarge", "Kernel", "Sharpen", "Formats", "Quality", "Effort", "Lossless",
            "Progressive", "Background", "Keep", "NoRotate", "NoAnimation", "Page", "Name",
        ];
        _project.Paint("assets/a.png", Red);
        var items = new StringBuilder();
        foreach (var name in names)
            items.Append($$"""<GenerateThumbnails Include="assets/a.png" {{name}}="*{wrong" />""").AppendLine();
        _project.Body = $"<ItemGroup>{items}</ItemGroup>";
        _project.Properties += "<ThumbnailsTimeout>soon</ThumbnailsTimeout>";
        _project.WriteProject();
        var build = (await _project.BuildAsync("-p:ThumbnailFit=covr")).Expect(1);
        Assert.Contains($"{_project["App.csproj"]} : error THUMB0001: ThumbnailFit: \"covr\" is not one of inside, cover, contain, fill, outside", build.Output, StringComparison.Ordinal);

        build = (await _project.BuildAsync("--no-restore")).Expect(1);
        Assert.Contains("error THUMB0001: ThumbnailsTimeout: ", build.Output, StringComparison.Ordinal);
        foreach (var name in names.Except(["Name"]))
            Assert.Contains($"{_project["App.csproj"]} : error THUMB0001: {name}: ", build.Output, StringComparison.Ordinal);
        Assert.Contains("error THUMB0001: Wrong name template", build.Output, StringComparison.Ordinal);
        Assert.Null(build.Summary);
    }

    [Fact]
    public async Task Two_images_that_would_become_one_file_are_an_error_that_speaks_of_metadata()
    {
        _project.Paint("one/a.png", Red);
        _project.Paint("two/a.png", Red);
        _project.Body = """<ItemGroup><GenerateThumbnails Include="one/*.png;two/*.png" /></ItemGroup>""";
        _project.WriteProject();
        var build = (await _project.BuildAsync()).Expect(1);
        Assert.Contains($"{_project["one/a.png"]} : error THUMB0004: one/a.png and two/a.png would both be written to thumbs/a.png", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--name", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_targets_see_the_thumbnails_and_may_make_images_first()
    {
        _project.Paint("hidden/a.png", Red);
        _project.Properties += "<ThumbnailsDependsOn>MakeImages</ThumbnailsDependsOn>";
        _project.Body = """
            <Target Name="MakeImages">
              <Copy SourceFiles="hidden/a.png" DestinationFolder="$(IntermediateOutputPath)images" SkipUnchangedFiles="true" />
              <ItemGroup><GenerateThumbnails Include="$(IntermediateOutputPath)images/a.png" Formats="webp" Size="40" /></ItemGroup>
            </Target>
            <Target Name="Show" AfterTargets="GenerateThumbnails">
              <Message Importance="high" Text="saw %(Thumbnail.Filename)%(Thumbnail.Extension) %(Width)x%(Height) %(Format) %(MediaType) %(Link) of %(Source)" />
            </Target>
            """;
        _project.WriteProject();
        var build = (await _project.BuildAsync()).Expect(0);
        Assert.Contains($"saw a.webp 40x30 webp image/webp thumbs/a.webp of {Path.Combine(_project.Obj, "images", "a.png")}", build.Output, StringComparison.Ordinal);

        // The same items where nothing was made.
        Assert.Contains("saw a.webp 40x30", (await _project.BuildAsync("--no-restore")).Expect(0).Output, StringComparison.Ordinal);
    }
}
