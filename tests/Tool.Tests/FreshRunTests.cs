using System.Text.Json.Nodes;

namespace Thumbs.Tool.Tests;

public sealed class FreshRunTests(InstalledTool tool)
{
    [Fact]
    public async Task A_run_with_nothing_to_do_starts_no_worker()
    {
        Platform.SkipOnWine("a worker whose DLL is missing ends with an access violation before it can say so.");
        using var work = new WorkFolder();
        work.MakePhotos("photos", 20);
        (await tool.RunAsync(work.Path, "photos", "-o", "out")).Expect(0);

        // Without its libvips no worker of this copy can start.
        var copy = CopyOfTool(work);
        foreach (var library in Directory.EnumerateFiles(copy, "*vips*", SearchOption.AllDirectories).Where(file => !file.EndsWith("NetVips.dll", StringComparison.Ordinal)))
            File.Delete(library);
        var fresh = (await RunCopyAsync(work, "photos", "-o", "out")).Expect(0);
        var forced = (await RunCopyAsync(work, "photos", "-o", "out", "--force")).Expect(3);

        Assert.Contains("0 made, 20 up to date, 0 failed", fresh.Out, StringComparison.Ordinal);
        Assert.Contains("error THUMB0302: libvips ", forced.Error, StringComparison.Ordinal);
        Assert.Equal(20, work.Hashes("out").Count);
    }

    [Fact]
    public async Task A_clone_elsewhere_is_made_from_the_cache_and_starts_no_worker()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 20);
        string[] arguments = ["--widths", "40,80", "--format", "jpeg,webp", "--cache", work["cache"]];
        (await tool.RunAsync(work.Path, ["photos", "-o", "out", .. arguments])).Expect(0);
        Directory.Move(work["photos"], work["clone"]);
        foreach (var file in Directory.EnumerateFiles(work["clone"]))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);

        // Without its libvips no worker of this copy can start.
        var copy = CopyOfTool(work);
        foreach (var library in Directory.EnumerateFiles(copy, "*vips*", SearchOption.AllDirectories).Where(file => !file.EndsWith("NetVips.dll", StringComparison.Ordinal)))
            File.Delete(library);
        var run = (await RunCopyAsync(work, ["clone", "-o", "again", .. arguments])).Expect(0);

        Assert.Contains("20 copied", run.Out, StringComparison.Ordinal);
        Assert.Equal(80, work.Hashes("again").Count);
        Assert.Equal(work.Hashes("out"), work.Hashes("again"));
    }

    [Fact]
    public async Task An_upgraded_codec_makes_its_own_formats_again_and_no_others()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 3);
        string[] arguments = ["photos", "-o", "out", "--format", "jpeg,webp,png"];
        (await tool.RunAsync(work.Path, arguments)).Expect(0);
        var before = Times(work);

        var copy = CopyOfTool(work);
        var versions = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(copy, "codecs.json"), TestContext.Current.CancellationToken))!;
        versions["webp"] = "99.0.0";
        await File.WriteAllTextAsync(Path.Combine(copy, "codecs.json"), versions.ToJsonString(), TestContext.Current.CancellationToken);
        var run = (await RunCopyAsync(work, arguments)).Expect(0);

        Assert.Contains("3 made, 0 up to date", run.Out, StringComparison.Ordinal);
        Assert.All(Times(work), file => Assert.Equal(file.Key.EndsWith(".webp", StringComparison.Ordinal), file.Value != before[file.Key]));
    }

    [Fact]
    public async Task Only_what_an_option_affects_is_made_again()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 3);
        (await tool.RunAsync(work.Path, "photos", "-o", "out", "--format", "jpeg,webp", "-q", "jpeg=80,webp=80")).Expect(0);
        var before = Times(work);

        (await tool.RunAsync(work.Path, "photos", "-o", "out", "--format", "jpeg,webp,png", "-q", "jpeg=80,webp=70")).Expect(0);

        var after = Times(work);
        Assert.Equal(9, after.Count);
        Assert.All(after, file => Assert.Equal(!file.Key.EndsWith(".jpg", StringComparison.Ordinal), file.Value != before.GetValueOrDefault(file.Key)));
    }

    [Fact]
    public async Task A_touched_source_and_a_renamed_one_are_not_decoded_again()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 3);
        (await tool.RunAsync(work.Path, "photos", "-o", "out")).Expect(0);
        File.SetLastWriteTimeUtc(work["photos/photo-0000.jpg"], DateTime.UtcNow.AddHours(-1));
        File.Move(work["photos/photo-0001.jpg"], work["photos/renamed.jpg"]);

        var lines = JsonLines.Of((await tool.RunAsync(work.Path, "photos", "-o", "out", "--json")).Expect(0).Out);

        Assert.Equal("upToDate", lines.Single(line => line.Source == "photos/photo-0000.jpg").Status);
        Assert.Equal("upToDate", lines.Single(line => line.Source == "photos/photo-0002.jpg").Status);
        Assert.Equal("copied", lines.Single(line => line.Source == "photos/renamed.jpg").Status);
        Assert.Equal(work.Hashes("out")["photo-0001.jpg"], work.Hashes("out")["renamed.jpg"]);
    }

    private static Dictionary<string, DateTime> Times(WorkFolder work) => work.Hashes("out").Keys
        .ToDictionary(name => name, name => File.GetLastWriteTimeUtc(Path.Combine(work["out"], name)), StringComparer.Ordinal);

    private string CopyOfTool(WorkFolder work)
    {
        foreach (var file in Directory.EnumerateFiles(tool.AssemblyFolder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(work["tool"], Path.GetRelativePath(tool.AssemblyFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return work["tool"];
    }

    private static Task<CommandResult> RunCopyAsync(WorkFolder work, params IEnumerable<string> arguments) =>
        Command.RunAsync("dotnet", work.Path, [work["tool/dotnet-thumbs.dll"], .. arguments]);
}
