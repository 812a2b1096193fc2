using System.Text.Json;

using NetVips;

namespace Thumbs.Tool.Tests;

public sealed class RunTests(InstalledTool tool)
{
    [Fact]
    public async Task Version_is_that_of_the_package_on_one_line()
    {
        using var work = new WorkFolder();

        var told = (await tool.RunAsync(work.Path, "--version")).Expect(0);

        Assert.Equal(tool.Version + "\n", told.Out.ReplaceLineEndings("\n"));
        Assert.Empty(told.Error);
    }

    [Theory]
    [InlineData("photos")]
    [InlineData("orientation")]
    [InlineData("formats")]
    public async Task Every_real_image_gets_a_thumbnail_that_opens_fits_and_is_sRGB(string folder)
    {
        var images = Checkout.Images(folder);
        using var work = new WorkFolder();

        (await tool.RunAsync(work.Path, images, "-o", "out")).Expect(0);

        var sources = Directory.EnumerateFiles(images).ToList();
        Assert.Equal(sources.Count, work.Hashes("out").Count);
        foreach (var source in sources)
        {
            var name = Path.ChangeExtension(Path.GetFileName(source), Path.GetExtension(source) is ".svg" ? ".png" : Path.GetExtension(source));
            using var thumbnail = Image.NewFromBuffer(await File.ReadAllBytesAsync(Path.Combine(work["out"], name), TestContext.Current.CancellationToken));
            // A drawing has no pixels to enlarge.
            Assert.Equal(source.EndsWith(".svg", StringComparison.Ordinal) ? 128 : Math.Min(128, LongSide(source)), Math.Max(thumbnail.Width, thumbnail.PageHeight));
            Assert.True(thumbnail.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Bw, $"{name}: {thumbnail.Interpretation}");
            Assert.DoesNotContain("icc-profile-data", thumbnail.GetFields());
            Assert.Equal(1, thumbnail.Contains("orientation") ? (int)thumbnail.Get("orientation") : 1);
            Assert.True(thumbnail.Avg() > 0, name);
        }
    }

    [Fact]
    public async Task Every_bad_file_ends_in_a_thumbnail_or_in_a_code_with_its_name()
    {
        var images = Checkout.Images("bad");
        using var work = new WorkFolder();

        var run = (await tool.RunAsync(work.Path, images, "-o", "out", "--json")).Expect(1);

        foreach (var source in Directory.EnumerateFiles(images).Select(Path.GetFileName))
        {
            var line = JsonLines.Of(run.Out).Single(line => line.Source?.EndsWith(source!, StringComparison.Ordinal) == true);
            if (line.Status == "failed")
            {
                Assert.StartsWith("THUMB01", line.Code, StringComparison.Ordinal);
                continue;
            }

            using var thumbnail = Image.NewFromBuffer(await File.ReadAllBytesAsync(Path.Combine(work["out"], source!), TestContext.Current.CancellationToken));
            Assert.InRange(thumbnail.Width, 1, 128);
            Assert.True(thumbnail.Avg() >= 0);
        }
    }

    [Fact]
    public async Task Names_of_every_language_come_and_go_in_UTF_8()
    {
        using var work = new WorkFolder();
        Directory.CreateDirectory(work["photos"]);
        work.MakePhoto("photos/фото.jpg", 1);
        work.MakePhoto("photos/日本.png", 2);
        await File.WriteAllTextAsync(work["photos/сломано.jpg"], "this is no image", TestContext.Current.CancellationToken);

        using var run = Command.Open(tool.Program, work.Path, "-", "-o", "out", "--verbose");
        await run.StandardInput.WriteAsync("photos/фото.jpg\r\nphotos/日本.png\nphotos/сломано.jpg\n");
        run.StandardInput.Close();
        var result = (await Command.FinishAsync(run)).Expect(1);

        Assert.Contains("фото.jpg -> out/фото.jpg (", result.Out, StringComparison.Ordinal);
        Assert.Contains("日本.png -> out/日本.png (", result.Out, StringComparison.Ordinal);
        Assert.Contains("сломано.jpg : error THUMB0104", result.Error, StringComparison.Ordinal);
        Assert.Equal(["фото.jpg", "日本.png"], work.Hashes("out").Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_summary_the_lines_of_json_and_the_manifest_agree_with_the_disk()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 12);
        await File.WriteAllTextAsync(work["photos/broken.jpg"], "this is no image", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(work["photos/left out.heic"], "", TestContext.Current.CancellationToken);
        string[] arguments = ["photos", "-o", "out", "--widths", "40,80", "--format", "webp,jpeg", "--manifest", "out/thumbs.json", "--json"];

        await CheckAsync(arguments, work, made: 12, fresh: 0);
        await CheckAsync(arguments, work, made: 0, fresh: 12);

        // One cut short, one deleted, one source gone, one new.
        var whole = await File.ReadAllBytesAsync(work["out/photo-0003-40.webp"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(work["out/photo-0003-40.webp"], whole[..^9], TestContext.Current.CancellationToken);
        File.Delete(work["out/photo-0004-80.jpg"]);
        File.Delete(work["photos/photo-0005.jpg"]);
        work.MakePhoto("photos/photo-0099.jpg", 99);
        await CheckAsync([.. arguments, "--prune"], work, made: 3, fresh: 9);
    }

    private async Task CheckAsync(string[] arguments, WorkFolder work, int made, int fresh)
    {
        var lines = JsonLines.Of((await tool.RunAsync(work.Path, arguments)).Expect(1).Out);
        var summary = lines.Single(line => line.Summary is not null).Summary!.Value;
        var sources = lines.Where(line => line.Source is not null).ToList();
        Assert.Equal(made, summary.GetProperty("made").GetInt32());
        Assert.Equal(fresh, summary.GetProperty("upToDate").GetInt32());
        Assert.Equal(1, summary.GetProperty("failed").GetInt32());
        Assert.Equal(1, summary.GetProperty("leftOut").GetInt32());
        Assert.Equal(made, sources.Count(line => line.Status == "made"));
        Assert.Equal(fresh, sources.Count(line => line.Status == "upToDate"));
        Assert.Equal("THUMB0104", sources.Single(line => line.Status == "failed").Code);

        var disk = work.Hashes("out");
        var reported = sources.SelectMany(line => line.Renditions)
            .ToDictionary(file => Path.GetRelativePath("out", file.GetProperty("path").GetString()!), file => file);
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(work["out/thumbs.json"], TestContext.Current.CancellationToken));
        var listed = manifest.RootElement.GetProperty("sources").EnumerateArray()
            .SelectMany(source => source.GetProperty("renditions").EnumerateArray())
            .ToDictionary(file => file.GetProperty("path").GetString()!, file => file);
        Assert.Equal(disk.Keys.Where(name => name != "thumbs.json").Order(), reported.Keys.Order());
        Assert.Equal(reported.Keys.Order(), listed.Keys.Order());
        foreach (var (name, file) in listed)
        {
            using var image = Image.NewFromBuffer(await File.ReadAllBytesAsync(Path.Combine(work["out"], name), TestContext.Current.CancellationToken));
            foreach (var told in new[] { file, reported[name] })
            {
                Assert.Equal(disk[name], told.GetProperty("sha256").GetString());
                Assert.Equal(new FileInfo(Path.Combine(work["out"], name)).Length, told.GetProperty("bytes").GetInt64());
                Assert.Equal(image.Width, told.GetProperty("width").GetInt32());
                Assert.Equal(image.Height, told.GetProperty("height").GetInt32());
            }
        }
    }

    /// <summary>In px; a source smaller than the box keeps its size.</summary>
    private static int LongSide(string source)
    {
        using var image = Image.NewFromFile(source);
        return Math.Max(image.Width, image.PageHeight);
    }
}
