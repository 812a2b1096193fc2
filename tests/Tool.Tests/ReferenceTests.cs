using NetVips;

namespace Thumbs.Tool.Tests;

/// <summary>
/// Compares renditions with those of the same images on another platform: <c>THUMBS_TEST_REFERENCE</c> names
/// a folder with a folder of renditions (<c>formats</c>) and the lines of <c>--json</c> (<c>formats.jsonl</c>) for each of the sets.
/// </summary>
public sealed class ReferenceTests(InstalledTool tool)
{
    private static readonly string? Reference = Environment.GetEnvironmentVariable("THUMBS_TEST_REFERENCE");

    [Theory]
    [InlineData("samples", 0)]
    [InlineData("photos", 0)]
    [InlineData("orientation", 0)]
    [InlineData("formats", 0)]
    [InlineData("bad", 1)]
    public async Task Every_image_ends_as_on_the_other_platform_and_with_the_same_bytes(string folder, int exitCode)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Reference), "No other platform has left its renditions to compare with (THUMBS_TEST_REFERENCE).");
        var images = folder is "samples" ? Path.Combine(Checkout.Root, "samples", "photos") : Checkout.Images(folder);
        using var work = new WorkFolder();

        var run = (await tool.RunAsync(work.Path, images, "-o", "out", "--json")).Expect(exitCode);

        var expected = await File.ReadAllTextAsync(Path.Combine(Reference, folder + ".jsonl"), TestContext.Current.CancellationToken);
        Assert.Equal(EndsOf(expected), EndsOf(run.Out));
        var made = WorkFolder.HashesOf(work["out"]);
        var theirs = WorkFolder.HashesOf(Path.Combine(Reference, folder));
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        Assert.All(
            made.Where(file => !DiffersByPlatform(file.Key)),
            file => Assert.True(
                theirs[file.Key] == file.Value || IsOtherPalette(Path.Combine(Reference, folder, file.Key), Path.Combine(work["out"], file.Key)), file.Key));
    }

    /// <summary>GIF was seen to differ between Linux and Windows.</summary>
    private static bool DiffersByPlatform(string file) => Path.GetExtension(file) is ".gif";

    /// <summary>The order of a PNG's palette, too, and nothing else of it.</summary>
    private static bool IsOtherPalette(string theirs, string ours)
    {
        if (Path.GetExtension(ours) is not ".png")
            return false;
        using var one = Image.NewFromBuffer(File.ReadAllBytes(theirs));
        using var other = Image.NewFromBuffer(File.ReadAllBytes(ours));
        return one.Contains("palette") && other.Contains("palette")
            && (one.Width, one.Height, one.Bands) == (other.Width, other.Height, other.Bands)
            && (one - other).Abs().Max() == 0;
    }

    /// <summary>The name of each source, its status and the code of its failure.</summary>
    private static IEnumerable<string> EndsOf(string json) => JsonLines.Of(json)
        .Where(line => line.Source is not null)
        .Select(line => $"{line.Source!.Split('/', '\\')[^1]} {line.Status} {line.Code}")
        .Order(StringComparer.Ordinal);
}
