using System.Buffers.Binary;
using System.Text.Json;

namespace Thumbs.Cli.Tests;

/// <summary>What renditions are called and listed as is what they are. The GIF among the images has 200 × 200 px.</summary>
public sealed class SizeTests : IDisposable
{
    private readonly ToolProcess _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_rendition_has_the_width_of_its_name_and_is_made_and_listed_once()
    {
        string[] three = ["photos/disc.gif", "-o", "out", "-w", "160,320,1280", "-f", "png,webp", "--no-animation", "--manifest", "out/list.json"];

        Assert.Equal(0, (await _tool.RunAsync(three)).ExitCode);

        string[] made = ["disc-160.png", "disc-160.webp", "disc-200.png", "disc-200.webp"];
        Assert.Equal(made, Made());
        Assert.Equal((160, 160), SizeOf("disc-160.png"));
        Assert.Equal((200, 200), SizeOf("disc-200.png"));
        Assert.Equal(made, (await ListAsync()).Order(StringComparer.Ordinal));
        Assert.Contains("\"upToDate\":1", (await _tool.RunAsync([.. three, "--json"])).Out, StringComparison.Ordinal);

        // From the cache too.
        Directory.Delete(_tool.At("out"), recursive: true);
        Assert.Contains("\"copied\":1", (await _tool.RunAsync([.. three, "--json"])).Out, StringComparison.Ordinal);
        Assert.Equal(made, Made());

        // What two widths share stays as long as one of them is asked for.
        await _tool.RunAsync("photos/disc.gif", "-o", "out", "-w", "1280,2560", "-f", "png,webp", "--no-animation", "--prune");
        Assert.Equal(["disc-200.png", "disc-200.webp", "list.json"], Made(all: true));
        await _tool.RunAsync("photos/disc.gif", "-o", "out", "-w", "160,80", "-f", "png", "--no-animation", "--prune");
        Assert.Equal(["disc-160.png", "disc-80.png", "list.json"], Made(all: true));
    }

    [Fact]
    public async Task Several_sizes_and_one_shape_are_called_by_what_comes_out()
    {
        await _tool.RunAsync("photos/disc.gif", "-o", "out", "-s", "100x50,300x150", "-f", "png", "--no-animation");
        Assert.Equal(["disc-150x150.png", "disc-50x50.png"], Made());
        Directory.Delete(_tool.At("out"), recursive: true);

        await _tool.RunAsync("photos", "-o", "out", "--aspect", "16:9", "-w", "96,320", "-f", "png", "--no-animation");
        Assert.Equal(["disc-200.png", "disc-96.png", "sun-320.png", "sun-96.png"], Made());
        Assert.Equal(((96, 54), (200, 113), (320, 180)), (SizeOf("disc-96.png"), SizeOf("disc-200.png"), SizeOf("sun-320.png")));
    }

    [Fact]
    public async Task Two_renditions_that_differ_and_whose_names_do_not_are_an_error_of_that_image()
    {
        var (exitCode, _, error) = await _tool.RunAsync(
            "photos", "-o", "out", "-s", "320x180,640x640", "--fit", "cover", "--name", "{name}-{width}.{ext}", "-f", "png", "--no-animation");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "photos/disc.gif : error THUMB0004: Two renditions of photos/disc.gif would both be written to disc-200.png; put {width}, {height} or {ext} into --name",
            error.Trim());
        Assert.Equal(["disc-200.png", "sun-320.png", "sun-640.png"], Made());
    }

    /// <summary>What one makes, the other would write over, in each run again.</summary>
    [Theory]
    [InlineData("--no-cache")]
    [InlineData("--verbose")]
    public async Task Two_images_whose_names_join_the_digits_of_a_width_are_an_error_that_names_both(string option)
    {
        foreach (var name in new[] { "a", "a1" })
            File.Copy(_tool.At("photos/disc.gif"), _tool.At($"{name}.gif"));
        string[] args = ["a.gif", "a1.gif", "-o", "out", "-w", "20,120", "--no-animation", "--name", "{name}{width}.{ext}", option];

        for (var run = 0; run < 3; run++)
        {
            var (exitCode, _, error) = await _tool.RunAsync(args);

            Assert.Equal(1, exitCode);
            Assert.Matches("^(a|a1).gif : error THUMB0004: (a.gif and a1.gif|a1.gif and a.gif) would both be written to a120.gif, .* such as {name}-{width}$", error.Trim());
            Assert.Equal(["a1120.gif", "a120.gif", "a20.gif"], Made());
        }
    }

    [Fact]
    public async Task Renditions_that_only_a_hash_tells_apart_are_up_to_date_and_none_is_deleted()
    {
        string[] args = ["photos", "-o", "out", "-w", "100,150,320", "-f", "png", "--no-animation", "--name", "{name}.{hash}.{ext}", "--prune", "--json"];
        await _tool.RunAsync(args);
        var made = Made().ToList();
        Assert.Equal(6, made.Count);

        Assert.Contains("\"upToDate\":2", (await _tool.RunAsync(args)).Out, StringComparison.Ordinal);
        Assert.Equal(made, Made());

        Assert.Contains("\"deleted\":2", (await _tool.RunAsync([.. args[..4], "100,320", .. args[5..]])).Out, StringComparison.Ordinal);
        Assert.Equal(4, Made().Count());
    }

    private IEnumerable<string> Made(bool all = false) => Directory.EnumerateFiles(_tool.At("out"))
        .Select(path => Path.GetFileName(path))
        .Where(name => name[0] != '.' && (all || name != "list.json"))
        .Order(StringComparer.Ordinal);

    /// <summary>Of a PNG: width and height are the first fields of its header.</summary>
    private (int Width, int Height) SizeOf(string png)
    {
        var bytes = File.ReadAllBytes(_tool.At($"out/{png}")).AsSpan(16, 8);
        return (BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[4..]));
    }

    private async Task<IEnumerable<string>> ListAsync()
    {
        using var list = JsonDocument.Parse(await File.ReadAllBytesAsync(_tool.At("out/list.json"), TestContext.Current.CancellationToken));
        return [.. list.RootElement.GetProperty("sources")[0].GetProperty("renditions").EnumerateArray().Select(file =>
        {
            var path = file.GetProperty("path").GetString()!;
            Assert.Contains($"-{file.GetProperty("width").GetInt32()}.", path, StringComparison.Ordinal);
            return path;
        })];
    }
}
