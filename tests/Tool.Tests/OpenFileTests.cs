namespace Thumbs.Tool.Tests;

public sealed class OpenFileTests(InstalledTool tool)
{
    [Fact]
    public async Task A_rendition_that_is_open_in_a_viewer_fails_that_image_only()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows refuses to replace open files.");
        using var work = new WorkFolder();
        work.MakePhotos("photos", 3);
        (await tool.RunAsync(work.Path, "photos", "-o", "out")).Expect(0);
        await using (new FileStream(work["out/photo-0001.jpg"], FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            var run = (await tool.RunAsync(work.Path, "photos", "-o", "out", "--size", "40")).Expect(1);
            Assert.Contains("photo-0001.jpg : error THUMB0306", run.Error, StringComparison.Ordinal);
            Assert.Contains("2 made, 0 up to date, 1 failed", run.Out, StringComparison.Ordinal);
        }

        var next = (await tool.RunAsync(work.Path, "photos", "-o", "out", "--size", "40")).Expect(0);
        Assert.Contains("1 made, 2 up to date, 0 failed", next.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(work["out"], "*.tmp"));
    }
}
