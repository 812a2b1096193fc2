using System.Text.Json;

namespace Thumbs.Cli.Tests;

/// <summary>What a dry run says is what a run then does, file by file.</summary>
public sealed class DryRunTests : IDisposable
{
    private readonly ToolProcess _tool = new();

    public void Dispose() => _tool.Dispose();

    /// <summary>Real images of all formats and orientations, smaller and larger than what is asked for.</summary>
    [Theory]
    [InlineData("photos orientation formats", "-w 320,640,1280 --format jpeg")]
    [InlineData("orientation formats", "-s 320x180,640x640 --fit cover --name {dir}/{name}-{source-ext}-{width}x{height}.{ext}")]
    [InlineData("orientation formats", "-s 200x100,400x300,4000x300 --format png --effort 0")]
    [InlineData("orientation formats", "-w 150,900 --no-rotate --format jpeg,png --effort 0")]
    [InlineData("formats", "-w 90,700 --enlarge --format webp --effort 0")]
    [InlineData("formats", "-w 96,3200 --aspect 16:9 --format jpeg")]
    [InlineData("formats", "-s x50,x2000 --name {height}/{name}.{source-ext}.{ext}")]
    [InlineData("formats", "-s 500x400 --fit contain --name {name}_{width}.{ext}")]
    [InlineData("formats", "-s 300x50 --fit outside --page 1 --name {name}-{width}-{height}.{source-ext}.{ext}")]
    [InlineData("formats", "-s 300x50 --fit fill --no-animation --max-pixels 300k")]
    [InlineData("bad", "-w 100,200")]
    public async Task It_lists_the_files_that_a_run_makes(string folders, string options)
    {
        string[] images = [.. folders.Split(' ').Select(folder => Path.GetFullPath(Path.Join(ToolProcess.Checkout, "..", "shared", "images", folder)))];
        Assert.SkipUnless(Array.TrueForAll(images, Directory.Exists), "There are no real images beside the checkout.");

        await CheckAsync(isExact: folders != "bad", [.. images, "-o", "out", .. options.Split(' ')]);
    }

    [Fact]
    public async Task Small_images_large_ones_and_drawings_have_the_names_and_the_number_of_files_that_they_will_have()
    {
        var (exitCode, output, _) = await _tool.RunAsync("photos", "-o", "out", "-w", "160,320,640", "--dry-run");

        Assert.Equal(0, exitCode);
        Assert.StartsWith(
            """
            would make out/disc-160.gif from photos/disc.gif
            would make out/disc-200.gif from photos/disc.gif
            would make out/sun-160.png from photos/sun.svg
            would make out/sun-320.png from photos/sun.svg
            would make out/sun-640.png from photos/sun.svg
            would make 2, 0 up to date, 0 failed in
            """.ReplaceLineEndings("\n"),
            output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Equal(["photos"], Directory.EnumerateFileSystemEntries(_tool.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task It_agrees_with_a_run_whatever_was_made_before()
    {
        string[] options = ["photos", "-o", "out", "-w", "100,320,640", "-f", "png,webp", "--prune"];
        await CheckAsync(options);

        // One more width, which is the same file as another; one less.
        await CheckAsync([.. options[..4], "100,320,640,1280", .. options[5..]]);
        await CheckAsync([.. options[..4], "100,640", .. options[5..]]);

        // A smaller picture in the place of another; one that is gone and whose names another has now; a damaged one.
        await WriteAsync("photos/sun.svg", """<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"><rect width="10" height="20"/></svg>""");
        File.Move(_tool.At("photos/disc.gif"), _tool.At("photos/disk.gif"));
        File.Copy(_tool.At("photos/sun.svg"), _tool.At("photos/disc.svg"));
        await CheckAsync(options);
        await WriteAsync("photos/disk.gif", "this is no image");
        Assert.Equal(1, await CheckAsync(options));
    }

    [Theory]
    [InlineData("{name}-{width}.{hash}.{ext}")]
    [InlineData("{name}.{hash}.{ext}")]
    public async Task With_a_hash_in_the_name_it_lists_as_many_files_and_deletes_the_same(string name)
    {
        string[] options = ["photos", "-o", "out", "-w", "100,320,640", "-f", "png", "--prune", "--name", name];
        await CheckAsync(options);
        await CheckAsync([.. options[..4], "100,320,640,1280", .. options[5..]]);
        File.Copy(Path.Join(ToolProcess.Checkout, "samples", "photos", "sun.svg"), _tool.At("photos/disc.gif"), overwrite: true);
        await CheckAsync(options);
    }

    [Fact]
    public async Task It_foretells_what_is_in_the_way_by_the_name_that_the_file_will_have()
    {
        await WriteAsync("out/disc-200.gif", "mine");
        await WriteAsync("out/disc-320.gif", "mine too");
        Assert.Equal(1, await CheckAsync(["photos", "-o", "out", "-w", "160,320"]));
    }

    [Fact]
    public async Task It_foretells_names_that_only_the_size_of_the_image_makes_one() =>
        Assert.Equal(1, await CheckAsync(["photos", "-o", "out", "-s", "320x180,640x640", "--fit", "cover", "--name", "{name}-{width}.{ext}", "-f", "png"]));

    [Fact]
    public async Task It_warns_of_what_a_run_warns_of_and_counts_it_where_that_is_asked_for()
    {
        var (exitCode, _, error) = await _tool.RunAsync("photos/disc.gif", "-o", "out", "-f", "avif", "--dry-run", "--strict");
        Assert.Equal(2, exitCode);
        Assert.Contains("photos/disc.gif : warning THUMB0115", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_icons_of_a_site_are_listed_too() => await CheckAsync(["photos/sun.svg", "-o", "out", "--icons"]);

    [Fact]
    public async Task Names_that_join_digits_are_foretold_where_they_meet()
    {
        Copy("a", "a1");
        string[] args = ["a.gif", "a1.gif", "-o", "out", "-w", "20,120", "--no-animation", "--name", "{name}{width}.{ext}", "--no-cache"];

        var (exitCode, _, error) = await _tool.RunAsync([.. args, "--dry-run"]);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "a1.gif : error THUMB0004: a.gif and a1.gif would both be written to a120.gif, where the digits of a name and of a size join; put a character between them in --name, such as {name}-{width}",
            error.Trim());
    }

    private void Copy(params string[] names)
    {
        foreach (var name in names)
            File.Copy(_tool.At("photos/disc.gif"), _tool.At($"{name}.gif"));
    }

    private Task WriteAsync(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_tool.At(file))!);
        return File.WriteAllTextAsync(_tool.At(file), text, TestContext.Current.CancellationToken);
    }

    private Task<int> CheckAsync(string[] args) => CheckAsync(isExact: true, args);

    /// <summary>Compares a dry run with the run after it.</summary>
    /// <param name="isExact">Whether all images are sound: what is wrong behind the header of one is found by decoding it.</param>
    /// <param name="args">Of both.</param>
    /// <returns>The exit code of both.</returns>
    private async Task<int> CheckAsync(bool isExact, string[] args)
    {
        var before = Files();
        var dry = await _tool.RunAsync([.. args, "--no-cache", "--json", "--dry-run"]);
        Assert.Equal(before, Files());
        var real = await _tool.RunAsync([.. args, "--no-cache", "--json"]);

        var (foreseen, came) = (Lines(dry.Out), Lines(real.Out));
        if (!isExact)
        {
            var sound = came.Where(line => !line.Contains("failed", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(sound);
            Assert.Subset(foreseen.ToHashSet(StringComparer.Ordinal), sound.ToHashSet(StringComparer.Ordinal));
            return real.ExitCode;
        }

        Assert.Equal(came, foreseen);
        Assert.Equal(real.ExitCode, dry.ExitCode);
        return real.ExitCode;
    }

    /// <summary>The files below the folder of the test, without the books.</summary>
    private IEnumerable<string> Files() =>
        [.. Directory.EnumerateFiles(_tool.Folder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>What is told of each source and of each file deleted, in an order that does not depend on who was first.</summary>
    private static IReadOnlyList<string> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).Select(Told).Where(line => line.Length > 0).Order(StringComparer.Ordinal)];

    private static string Told(JsonElement line)
    {
        if (line.TryGetProperty("deleted", out var deleted))
            return $"deleted {deleted}";
        if (!line.TryGetProperty("source", out var source))
            return line.TryGetProperty("summary", out _) ? "" : $"{line}";
        var files = line.GetProperty("renditions").EnumerateArray().Select(file =>
            $"{Named(file)} {file.GetProperty("width")}x{file.GetProperty("height")}");
        // What is copied in a run is found by reading all of the source.
        var status = line.GetProperty("status").GetString() is var told && told == "copied" ? "made" : told;
        return $"{source} {status} {(line.TryGetProperty("code", out var code) ? $"{code}: {line.GetProperty("message")}" : "")}: {string.Join(", ", files)}";

        // A hash is not known before.
        static string Named(JsonElement file) => file.GetProperty("path").GetString()!.Replace(
            file.GetProperty("sha256").GetString()![..16], "{hash}", StringComparison.Ordinal);
    }
}
