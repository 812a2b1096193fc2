using Thumbs.Caching;
using Thumbs.Engine;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

public sealed class CacheTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public CacheTests() => _workshop.CacheFolder = _workshop.At("cache");

    public void Dispose() => _workshop.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CacheUpkeep Upkeep => new(_workshop.CacheFolder!);

    private string[] Entries(string kind) =>
        Directory.GetFiles(Path.Combine(_workshop.CacheFolder!, kind), "*", SearchOption.AllDirectories);

    [Fact]
    public async Task What_was_made_anywhere_is_copied_into_another_folder()
    {
        _workshop.Write("in/a.jpg", "picture a");
        Assert.Equal(["made a.jpg"], await _workshop.RunAsync());
        _workshop.Output = "elsewhere";
        _workshop.Write("in/b.jpg", "picture a");
        Assert.Equal(["copied a.jpg", "copied b.jpg"], await _workshop.RunAsync());
        Assert.Equal(_workshop.Read("thumbs/a.jpg"), _workshop.Read("elsewhere/a.jpg"));
        Assert.Empty(await _workshop.RunAsync());
        Assert.Empty(_workshop.Cache!.Problems);
    }

    [Fact]
    public async Task A_cache_works_at_any_path()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        Directory.Move(_workshop.At("cache"), _workshop.At("moved"));
        _workshop.CacheFolder = _workshop.At("moved");
        _workshop.Output = "elsewhere";
        Assert.Equal(["copied a.jpg"], await _workshop.RunAsync());
    }

    public static TheoryData<string, string> OddEntries
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var kind in new[] { CacheLayout.Sources, CacheLayout.Renditions, CacheLayout.Content })
            {
                foreach (var odd in SpecialFiles.Kinds.Append("folder").Append("huge"))
                    data.Add(kind, odd);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OddEntries))]
    public async Task What_is_no_entry_is_told_and_everything_made(string kind, string odd)
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        var entry = Assert.Single(Entries(kind));
        if (odd == "huge")
        {
            using var huge = File.OpenWrite(entry);
            huge.SetLength(8L << 30);
        }
        else
        {
            SpecialFiles.Put(odd, entry);
        }

        _workshop.Output = "second";
        var lines = await Task.Run(() => _workshop.RunAsync(), Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        Assert.Equal(["made a.jpg"], lines);
        Assert.Single(_workshop.Cache!.Problems);
        _workshop.Output = "third";
        Assert.Equal([odd == "folder" ? "made a.jpg" : "copied a.jpg"], await _workshop.RunAsync());
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("device")]
    [InlineData("link to a pipe")]
    [InlineData("link to nothing")]
    public async Task Upkeep_waits_for_nothing_either(string odd)
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        SpecialFiles.Put(odd, Assert.Single(Entries(CacheLayout.Content)));
        SpecialFiles.Put(odd, Path.Combine(_workshop.CacheFolder!, CacheLayout.Size));

        await Task.Run(() => new CacheSize(_workshop.CacheFolder!, limit: 1 << 30).Add(1), Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        var damaged = await Task.Run(() => Upkeep.VerifyAsync(Cancellation), Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        Assert.Contains(damaged, path => path.Contains(CacheLayout.Content, StringComparison.Ordinal));
        Assert.Empty(await Upkeep.VerifyAsync(Cancellation));
    }

    [Fact]
    public async Task Renditions_of_one_source_gather()
    {
        _workshop.Write("in/a.jpg", "picture a");
        _workshop.Options = new() { Formats = [ImageFormat.Png] };
        await _workshop.RunAsync();
        _workshop.Output = "second";
        _workshop.Options = new() { Formats = [ImageFormat.Png, ImageFormat.WebP] };
        Assert.Equal(["copied a.png", "made a.webp"], await _workshop.RunAsync());
        _workshop.Output = "third";
        Assert.Equal(["copied a.png", "copied a.webp"], await _workshop.RunAsync());
        Assert.Equal((1, 2), (Upkeep.Count().Sources, Upkeep.Count().Renditions));
    }

    [Fact]
    public async Task Another_recipe_or_codec_is_another_rendition()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Output = "second";
        _workshop.Options = new() { Boxes = [new(64, 64)] };
        Assert.Equal(["made a.jpg"], await _workshop.RunAsync());
        _workshop.Output = "third";
        _workshop.Libraries["mozjpeg"] = "2";
        Assert.Equal(["made a.jpg"], await _workshop.RunAsync());
    }

    [Fact]
    public async Task A_rendition_that_was_edited_does_not_change_the_cache()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        var made = _workshop.Read("thumbs/a.jpg");
        await File.AppendAllTextAsync(_workshop.At("thumbs/a.jpg"), "edited", Cancellation);
        Assert.Equal(["copied a.jpg"], await _workshop.RunAsync());
        Assert.Equal(made, _workshop.Read("thumbs/a.jpg"));
    }

    [Theory]
    [InlineData("v1/content")]
    [InlineData("v1/renditions")]
    [InlineData("v1/sources")]
    public async Task A_damaged_entry_is_told_dropped_and_made_again(string kind)
    {
        foreach (var damage in new Action<string>[] { file => File.WriteAllText(file, ""), Flip, file => File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]) })
        {
            _workshop.Write("in/a.jpg", "picture a");
            _workshop.Output = "first";
            await _workshop.RunAsync();
            damage(Assert.Single(Entries(kind)));
            _workshop.Output = "second";
            Assert.Equal(["made a.jpg"], await _workshop.RunAsync());
            Assert.Equal("THUMB0502", Assert.Single(_workshop.Cache!.Problems).Code);
            _workshop.Output = "third";
            Assert.Equal(["copied a.jpg"], await _workshop.RunAsync());
            Assert.Empty(_workshop.Cache!.Problems);
            foreach (var folder in new[] { "first", "second", "third", "cache" })
                Directory.Delete(_workshop.At(folder), recursive: true);
        }

        static void Flip(string file)
        {
            var bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_costs_nothing_but_a_warning()
    {
        _workshop.Write("cache", "a file");
        _workshop.Write("in/a.jpg", "picture a");
        _workshop.Write("in/b.jpg", "picture b");
        Assert.Equal(["made a.jpg", "made b.jpg"], await _workshop.RunAsync());
        Assert.Equal("THUMB0501", Assert.Single(_workshop.Cache!.Problems).Code);
    }

    [Fact]
    public async Task Verifying_finds_what_is_damaged_and_keeps_the_rest()
    {
        for (var i = 0; i < 3; i++)
            _workshop.Write($"in/{i}.jpg", $"picture {i}");
        await _workshop.RunAsync();
        Assert.Empty(await Upkeep.VerifyAsync(Cancellation));
        var damaged = new[] { Entries(CacheLayout.Content)[1], Entries(CacheLayout.Sources)[2] };
        foreach (var file in damaged)
            await File.AppendAllTextAsync(file, "x", Cancellation);
        Assert.Equal(damaged, await Upkeep.VerifyAsync(Cancellation));
        Assert.Empty(await Upkeep.VerifyAsync(Cancellation));
        Assert.Equal((2, 2), (Upkeep.Count().Sources, Upkeep.Count().Renditions));
    }

    [Fact]
    public async Task Trimming_takes_what_was_of_no_use_for_longest()
    {
        for (var i = 0; i < 4; i++)
            _workshop.Write($"in/{i}.jpg", $"picture {i}");
        await _workshop.RunAsync();
        foreach (var file in Entries("v1"))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-30));

        // A use is what keeps an entry.
        _workshop.Output = "second";
        Assert.Equal(["copied 2.jpg"], await _workshop.RunAsync("in/2.jpg"));
        var all = Upkeep.Count().Bytes;
        Assert.Equal(new CacheContents(0, 0, 0), Upkeep.Trim(all));
        var deleted = Upkeep.Trim(all / 2);
        Assert.InRange(Upkeep.Count().Bytes, 1, all / 2);
        Assert.Equal(all, Upkeep.Count().Bytes + deleted.Bytes);
        _workshop.Output = "third";
        Assert.Equal(["copied 2.jpg"], await _workshop.RunAsync("in/2.jpg"));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept_and_what_is_not_ours_stays()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        var (old, young) = (_workshop.At("cache/v1/content/00/.thumbs-1.tmp"), _workshop.At("cache/v1/content/00/.thumbs-2.tmp"));
        _workshop.Write(old, "");
        _workshop.Write(young, "");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        _workshop.Write("cache/mine.txt", "mine");
        Assert.Equal(1, Upkeep.Count().Renditions);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Upkeep.Clear();
        Assert.Equal(new CacheContents(0, 0, 0), Upkeep.Count());
        Assert.True(File.Exists(_workshop.At("cache/mine.txt")));
    }
}
