namespace Thumbs.Tasks.Tests;

/// <summary>Names that nobody reads are heard all the same.</summary>
public sealed class MisspeltTests(Package package) : IDisposable
{
    private readonly Project _project = new(package);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_name_that_is_nearly_an_option_is_told_with_the_one_that_was_meant()
    {
        _project.Paint("assets/a.png", [255, 0, 0]);
        _project.Properties += "<ThumbnailsSize>20x20</ThumbnailsSize><ThumbnailTimeout>5s</ThumbnailTimeout><ThumbnailsTimeout>60s</ThumbnailsTimeout>";
        _project.Body = """
            <ItemGroup>
              <GenerateThumbnails Include="assets/a.png" Size="40x30" Widhts="20" Format="webp" Alt="A red thing" Title="Red" />
            </ItemGroup>
            """;
        _project.WriteProject();

        var built = (await _project.BuildAsync()).Expect(0);

        Assert.Contains("warning THUMB0404: The property ThumbnailsSize does nothing; did you mean ThumbnailSize?", built.Output, StringComparison.Ordinal);
        Assert.Contains("warning THUMB0404: The property ThumbnailTimeout does nothing; did you mean ThumbnailsTimeout?", built.Output, StringComparison.Ordinal);
        Assert.Contains("GenerateThumbnails Include=\"assets/a.png\": the metadata Widhts does nothing; did you mean Widths?", built.Output, StringComparison.Ordinal);
        Assert.Contains("the metadata Format does nothing; did you mean Formats?", built.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("metadata Alt", built.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("metadata Title", built.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("property ThumbnailsTimeout does", built.Output, StringComparison.Ordinal);

        // Not only when something is made.
        Assert.Contains("did you mean Widths?", (await _project.BuildAsync()).Expect(0).Output, StringComparison.Ordinal);
    }
}
