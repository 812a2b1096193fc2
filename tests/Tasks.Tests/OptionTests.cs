using System.Text.Json;

using Thumbs.Cli;
using Thumbs.Images;
using Thumbs.Imaging.Worker;
using Thumbs.Parameters;

namespace Thumbs.Tasks.Tests;

/// <summary>Metadata and properties, right and wrong.</summary>
public sealed class OptionTests(Package package) : IDisposable
{
    private static readonly double[] Red = [255, 0, 0];

    private readonly Project _project = new(package);

    /// <summary>The names of the rendition options of the command line, as metadata. One that the package lacks fails the tests.</summary>
    private static string[] Metadata { get; } =
        [.. NamesOf(option => option.Name == "name" || option.Group is OptionGroup.Size or OptionGroup.Format or OptionGroup.Picture)];

    private static IEnumerable<string> NamesOf(Func<Option, bool> isMeant) => Options.All.Where(isMeant).Select(option => option.Name == "format"
        ? "Formats"
        : string.Concat(option.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));

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
    public async Task A_wrong_value_is_an_error_at_the_file_that_names_the_metadata_and_what_is_allowed()
    {
        _project.Paint("assets/a.png", Red);
        _project.Body = """<Import Project="images.props" />""";
        _project.Write("images.props", $"""
            <Project>
              <ItemGroup>{string.Concat(Metadata.Select(name => $$"""<GenerateThumbnails Include="assets/a.png" {{name}}="*{wrong" />"""))}</ItemGroup>
            </Project>
            """);
        _project.WriteProject();
        var build = (await _project.BuildAsync("-p:ThumbnailFit=covr")).Expect(1);
        Assert.Contains($"{_project["App.csproj"]} : error THUMB0001: ThumbnailFit: \"covr\" is not one of inside, cover, contain, fill, outside", build.Output, StringComparison.Ordinal);
        foreach (var name in Metadata.Except(["Name"]))
            Assert.Contains($"{_project["images.props"]}(2): error THUMB0001: GenerateThumbnails Include=\"assets/a.png\": {name}: ", build.Output, StringComparison.Ordinal);
        Assert.Contains($"{_project["images.props"]} : error THUMB0001: GenerateThumbnails {_project["assets/a.png"]}: Wrong name template", build.Output, StringComparison.Ordinal);
        Assert.Null(build.Summary);
    }

    [Fact]
    public async Task Every_option_has_a_property_that_reaches_the_engine()
    {
        string[] properties = [.. Metadata.Select(name => "Thumbnail" + name), .. NamesOf(option => option.Group == OptionGroup.Limits && option.Name != "jobs").Select(name => "Thumbnails" + name)];
        _project.Paint("assets/a.png", Red);
        _project.WriteProject();
        (await _project.RestoreAsync()).Expect(0);
        await _project.RunAsync(["msbuild", "-t:GenerateThumbnails", .. properties.Select(name => $"-p:{name}=*wrong")]);
        using var request = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_project.Obj, "thumbnails.request.json"), TestContext.Current.CancellationToken));
        Assert.Equal(properties.Order(StringComparer.Ordinal), request.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
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

        // The same items in a build that made nothing.
        Assert.Contains("saw a.webp 40x30", (await _project.BuildAsync()).Expect(0).Output, StringComparison.Ordinal);
    }
}
