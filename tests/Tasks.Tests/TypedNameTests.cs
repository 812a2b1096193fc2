namespace Thumbs.Tasks.Tests;

/// <summary>The C# that names a project's thumbnails.</summary>
public sealed class TypedNameTests(Package package) : IDisposable
{
    private const string Program = """
        using App;

        ThumbnailPicture[] pictures =
        [
            Thumbnails.Class, Thumbnails.Née, Thumbnails._2024_01._05Beach2, Thumbnails.AB.AB_, Thumbnails.Logos.Thumbnails, Thumbnails.Thumbnails_,
        ];
        foreach (var picture in pictures)
            Console.WriteLine($"{picture.Width}x{picture.Height} {string.Join(' ', picture.Renditions.Select(one => $"{one.Url} {one.Width}x{one.Height} {one.Format} {one.MediaType} {one.Bytes > 0}"))}");
        Console.WriteLine(Thumbnails.Icons.Links);
        """;

    private readonly Project _project = new(package)
    {
        Properties = "<OutputType>Exe</OutputType><ThumbnailsTypedNames>true</ThumbnailsTypedNames><ThumbnailWidths>20;40</ThumbnailWidths><TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
        Body = """
            <ItemGroup>
              <GenerateThumbnails Include="assets/**/*.png" />
              <GenerateThumbnails Include="logos/*.png" LinkBase="thumbs/logos" />
              <GenerateThumbnails Include="mark.svg" Icons="true" Condition="Exists('mark.svg')" />
            </ItemGroup>
            """,
    };

    private string Source => _project["obj/Debug/net10.0/thumbnails.source/Thumbnails.g.cs"];

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Every_image_has_a_name_that_follows_from_its_own()
    {
        string[] files = ["class", "née", "2024-01/05 beach-2", "a b/a_b", "thumbnails"];
        foreach (var file in files)
            _project.Paint($"assets/{file}.png", [255, 0, 0]);
        _project.Paint("logos/thumbnails.png", [255, 0, 0], width: 30, height: 30);
        _project.Write("mark.svg", """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>""");
        _project.Write("Program.cs", Program);
        _project.WriteProject();

        var lines = (await _project.RunAsync("run", "-v:q")).Expect(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).ToList();

        var addresses = new[] { "class", "n%C3%A9e", "2024-01/05%20beach-2", "a%20b/a_b" }
            .Select(name => $"80x60 thumbs/{name}-20.png 20x15 png image/png True thumbs/{name}-40.png 40x30 png image/png True").ToList();
        addresses.Add("30x30 thumbs/logos/thumbnails-20.png 20x20 png image/png True thumbs/logos/thumbnails-30.png 30x30 png image/png True");
        addresses.Add(addresses[0].Replace("class", "thumbnails", StringComparison.Ordinal));
        addresses.Add("""<link rel="icon" href="thumbs/favicon.ico" sizes="32x32">""");
        addresses.Add("""<link rel="icon" href="thumbs/favicon.svg" type="image/svg+xml">""");
        addresses.Add("""<link rel="apple-touch-icon" href="thumbs/apple-touch-icon.png">""");
        addresses.Add("""<link rel="manifest" href="thumbs/site.webmanifest">""");
        Assert.Equal(addresses, lines);

        var written = File.GetLastWriteTimeUtc(Source);
        File.SetLastWriteTimeUtc(_project["assets/class.png"], DateTime.UtcNow);
        Assert.NotNull((await _project.BuildAsync()).Expect(0).Summary);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Source));
        var compiled = (await _project.RunAsync("msbuild", "-t:CoreCompile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-getItem:Compile")).Expect(0).Output;
        Assert.Contains("thumbnails.source/Thumbnails.g.cs", compiled.Replace(@"\\", "/", StringComparison.Ordinal), StringComparison.Ordinal);

        _project.Paint("assets/née-.png", [0, 0, 255]);
        var collision = (await _project.BuildAsync()).Expect(1).Output;
        Assert.Contains($"{_project["assets/née.png"]} : error THUMB0406: {_project["assets/née.png"]} and {_project["assets/née-.png"]} are both called Thumbnails.Née", collision, StringComparison.Ordinal);

        File.Delete(_project["assets/née-.png"]);
        File.Delete(_project["mark.svg"]);
        Assert.Contains("'Thumbnails' does not contain a definition for 'Icons'", (await _project.BuildAsync()).Expect(1).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_project["obj/Debug/net10.0/thumbnails.source/ThumbnailIcons.g.cs"]));

        (await _project.RunAsync("clean")).Expect(0);
        Assert.False(File.Exists(Source));
    }

    [Fact]
    public async Task An_image_that_a_page_cannot_have_fails_the_build_at_its_line()
    {
        _project.Sdk = "Microsoft.NET.Sdk.Web";
        _project.Properties = "<Nullable>enable</Nullable><ThumbnailWidths>20;40</ThumbnailWidths>";
        _project.Body = """<ItemGroup><GenerateThumbnails Include="assets/**/*.png" /></ItemGroup>""";
        _project.Paint("assets/hero/beach.png", [255, 0, 0]);
        _project.Write("Program.cs", "WebApplication.CreateBuilder(args).Build().Run();");
        _project.Write("Home.razor", "<h1>Home</h1>\n\n<Picture Of=\"Thumbnails.Hero.Beach\" Alt=\"The beach\" />\n");
        _project.Write("Pages/About.cshtml", "@page\n<picture of=\"Thumbnails.Hero.Beach\" alt=\"The beach\" />\n");
        _project.WriteProject();
        Assert.Contains("0 Warning(s)", (await _project.BuildAsync()).Expect(0).Output, StringComparison.Ordinal);

        _project.Write("Home.razor", "<h1>Home</h1>\n\n<Picture Of=\"Thumbnails.Hero.Beech\" />\n");
        _project.Write("Pages/About.cshtml", "@page\n<picture of=\"Thumbnails.Hero.Beech\" />\n");
        var warned = await FailsAsync("'Thumbnails.Hero' does not contain a definition for 'Beech'");
        Assert.Matches(@"Home\.razor\(3,1\): warning RZ2012", warned);
        Assert.Contains("About.cshtml(2): warning THUMB0408", warned, StringComparison.Ordinal);
        _project.Write("Home.razor", "<h1>Home</h1>\n\n<Picture Of=\"Thumbnails.Hero.Beach\" Alt=\"\" />\n");
        _project.Write("Pages/About.cshtml", "@page\n<picture of=\"Thumbnails.Hero.Beach\" alt=\"\" />\n");
        Assert.Contains("0 Warning(s)", (await _project.BuildAsync()).Expect(0).Output, StringComparison.Ordinal);

        File.Move(_project["assets/hero/beach.png"], _project["assets/beach.png"]);
        await FailsAsync("'Thumbnails' does not contain a definition for 'Hero'");
        _project.Body = "";
        _project.WriteProject();
        await FailsAsync("'Thumbnails' does not contain a definition for 'Hero'");
    }

    [Fact]
    public async Task Another_language_has_no_names_and_a_warning_where_they_are_asked_for()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Properties = "<OutputType>Library</OutputType><ThumbnailsTypedNames>true</ThumbnailsTypedNames>";
        _project.WriteProject("App.vbproj");

        Assert.Contains("App.vbproj : warning THUMB0407", (await _project.BuildAsync()).Expect(0).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Source));
    }

    private async Task<string> FailsAsync(string error)
    {
        var output = (await _project.BuildAsync()).Expect(1).Output;
        Assert.Matches($@"Home\.razor\(3,\d+\): error CS0117: {error}", output);
        Assert.Matches($@"About\.cshtml\(2,\d+\): error CS0117: {error}", output);
        return output;
    }
}
