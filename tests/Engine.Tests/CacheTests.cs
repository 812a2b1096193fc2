using Thumbs.Caching;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

public sealed class CacheTests : IDisposable
{
    private readonly Album _album = new();

    public CacheTests() => _album.CacheFolder = _album.At("cache");

    public void Dispose() => _album.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private CacheUpkeep Upkeep => new(_album.CacheFolder!);

    private string[] Entries(string kind) =>
        Directory.GetFiles(Path.Combine(_album.CacheFolder!, kind), "*", SearchOption.AllDirectories);

    [Fact]
    public async Task What_was_made_anywhere_is_copied_into_another_folder()
    {
        _album.Write("in/a.jpg", "picture a");
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
        _album.Output = "elsewhere";
        _album.Write("in/b.jpg", "picture a");
        Assert.Equal(["copied a.jpg", "copied b.jpg"], await _album.RunAsync());
        Assert.Equal(_album.Read("thumbs/a.jpg"), _album.Read("elsewhere/a.jpg"));
        Assert.Empty(await _album.RunAsync());
        Assert.Empty(_album.Problems);
    }

    [Fact]
    public async Task A_cache_works_at_any_path()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        Directory.Move(_album.At("cache"), _album.At("moved"));
        _album.CacheFolder = _album.At("moved");
        _album.Output = "elsewhere";
        Assert.Equal(["copied a.jpg"], await _album.RunAsync());
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
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
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

        _album.Output = "second";
        var lines = await Task.Run(() => _album.RunAsync(), Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        Assert.Equal(["made a.jpg"], lines);
        Assert.Single(_album.Problems);
        _album.Output = "third";
        Assert.Equal(["copied a.jpg"], await _album.RunAsync());
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("device")]
    [InlineData("link to a pipe")]
    [InlineData("link to nothing")]
    [InlineData("folder")]
    public async Task Upkeep_waits_for_nothing_either(string odd)
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        SpecialFiles.Put(odd, Assert.Single(Entries(CacheLayout.Content)));
        if (odd != "folder")
            SpecialFiles.Put(odd, Path.Combine(_album.CacheFolder!, CacheLayout.Size));

        await Task.Run(() => new CacheSize(_album.CacheFolder!, limit: 1 << 30).Add(1), Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        var damaged = await Task.Run(() => Upkeep.VerifyAsync(Cancellation), Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        Assert.Contains(damaged, path => path.Contains(CacheLayout.Content, StringComparison.Ordinal));
        Assert.Empty(await Upkeep.VerifyAsync(Cancellation));
    }

    [Fact]
    public async Task Renditions_of_one_source_gather()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Options = new() { Formats = [ImageFormat.Png] };
        await _album.RunAsync();
        _album.Output = "second";
        _album.Options = new() { Formats = [ImageFormat.Png, ImageFormat.WebP] };
        Assert.Equal(["copied a.png", "made a.webp"], await _album.RunAsync());
        _album.Output = "third";
        Assert.Equal(["copied a.png", "copied a.webp"], await _album.RunAsync());
        Assert.Equal((1, 2), (Upkeep.Count().Sources, Upkeep.Count().Renditions));
    }

    [Fact]
    public async Task Another_recipe_or_codec_is_another_rendition()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Output = "second";
        _album.Options = new() { Boxes = [new(64, 64)] };
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
        _album.Output = "third";
        _album.Libraries["mozjpeg"] = "2";
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
    }

    [Fact]
    public async Task A_rendition_that_was_edited_does_not_change_the_cache()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var made = _album.Read("thumbs/a.jpg");
        await File.AppendAllTextAsync(_album.At("thumbs/a.jpg"), "edited", Cancellation);
        Assert.Equal(0, (await _album.EngineAsync(request => request with { Overwrite = true })).ExitCode);
        Assert.Equal(OutcomeStatus.Copied, Assert.Single(_album.Outcomes).Status);
        Assert.Equal(made, _album.Read("thumbs/a.jpg"));
    }

    [Theory]
    [InlineData("v1/content")]
    [InlineData("v1/renditions")]
    [InlineData("v1/sources")]
    public async Task A_damaged_entry_is_told_dropped_and_made_again(string kind)
    {
        foreach (var damage in new Action<string>[] { file => File.WriteAllText(file, ""), Flip, file => File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]) })
        {
            _album.Write("in/a.jpg", "picture a");
            _album.Output = "first";
            await _album.RunAsync();
            damage(Assert.Single(Entries(kind)));
            _album.Output = "second";
            Assert.Equal(["made a.jpg"], await _album.RunAsync());
            Assert.Equal("THUMB0502", Assert.Single(_album.Problems).Code);
            _album.Output = "third";
            Assert.Equal(["copied a.jpg"], await _album.RunAsync());
            Assert.Empty(_album.Problems);
            foreach (var folder in new[] { "first", "second", "third", "cache" })
                Directory.Delete(_album.At(folder), recursive: true);
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
        _album.Write("cache", "a file");
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        Assert.Equal(["made a.jpg", "made b.jpg"], await _album.RunAsync());
        Assert.Equal("THUMB0501", Assert.Single(_album.Problems).Code);
    }

    [Fact]
    public void A_rendition_that_vanished_before_it_was_kept_costs_the_cache_nothing()
    {
        var cache = new CacheFolder(_album.At("cache"));
        cache.Add(Digest.OfBytes("gone"u8), size: 4, _album.At("thumbs/gone.jpg"));

        Assert.True(cache.IsUsable);
        Assert.Empty(cache.Problems);
        Assert.Empty(Directory.EnumerateFiles(_album.At("cache"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Verifying_finds_what_is_damaged_and_keeps_the_rest()
    {
        for (var i = 0; i < 3; i++)
            _album.Write($"in/{i}.jpg", $"picture {i}");
        await _album.RunAsync();
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
            _album.Write($"in/{i}.jpg", $"picture {i}");
        await _album.RunAsync();
        foreach (var file in Entries("v1"))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-30));

        // Use keeps an entry.
        _album.Output = "second";
        Assert.Equal(["copied 2.jpg"], await _album.RunAsync("in/2.jpg"));
        var all = Upkeep.Count().Bytes;
        Assert.Equal(new CacheContents(0, 0, 0), Upkeep.Trim(all));
        var deleted = Upkeep.Trim(all / 2);
        Assert.InRange(Upkeep.Count().Bytes, 1, all / 2);
        Assert.Equal(all, Upkeep.Count().Bytes + deleted.Bytes);
        _album.Output = "third";
        Assert.Equal(["copied 2.jpg"], await _album.RunAsync("in/2.jpg"));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_swept_and_what_is_not_ours_stays()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var (old, young) = (_album.At("cache/v1/content/00/.thumbs-1.tmp"), _album.At("cache/v1/content/00/.thumbs-2.tmp"));
        _album.Write(old, "");
        _album.Write(young, "");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        _album.Write("cache/mine.txt", "mine");
        Assert.Equal(1, Upkeep.Count().Renditions);
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        Upkeep.Clear();
        Assert.Equal(new CacheContents(0, 0, 0), Upkeep.Count());
        Assert.True(File.Exists(_album.At("cache/mine.txt")));
    }

    [Fact]
    public async Task A_folder_with_other_files_in_the_place_of_an_entry_costs_that_entry_alone()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        await _album.RunAsync();
        var entry = Entries(CacheLayout.Content)[0];
        File.Delete(entry);
        _album.Write(Path.Join(entry, "mine.txt"), "mine");
        _album.Output = "second";

        Assert.Single(await _album.RunAsync(), line => line.StartsWith("made", StringComparison.Ordinal));

        Assert.Equal("THUMB0502", Assert.Single(_album.Problems).Code);
        Assert.True(File.Exists(Path.Join(entry, "mine.txt")));
    }

    [Fact]
    public async Task Clearing_deletes_no_file_of_others()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var content = Entries(CacheLayout.Content)[0];
        var foreign = new[] { _album.At("cache/v1/mine.txt"), _album.At("cache/v1/content/mine.txt"), Path.Join(Path.GetDirectoryName(content), "mine.txt") };
        foreach (var file in foreign)
            _album.Write(file, "mine");

        Upkeep.Clear();

        Assert.All(foreign, file => Assert.True(File.Exists(file)));
        Assert.Equal(foreign.Order(StringComparer.Ordinal), Entries("v1").Order(StringComparer.Ordinal));
        foreach (var file in foreign)
            File.Delete(file);
        Upkeep.Clear();
        Assert.False(Directory.Exists(_album.At("cache/v1")));
    }

    [Fact]
    public async Task Upkeep_and_runs_may_go_on_at_once()
    {
        var folder = new CacheFolder(_album.CacheFolder!);
        var kept = _album.At("kept");
        _album.Write(kept, "content");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var upkeep = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                Upkeep.Count();
                Upkeep.Trim(1);
                await Upkeep.VerifyAsync(Cancellation);
                Upkeep.Clear();
            }
        }, Cancellation)).ToList();
        var runs = Task.Run(() => Parallel.For(0, 3000, number =>
        {
            folder.Write(CacheLayout.Sources, Digest.OfText($"{number}"), [1, 2, 3]);
            folder.Add(Digest.OfText($"{number}"), 7, kept);
            folder.Read<object>(CacheLayout.Sources, Digest.OfText($"{number}"), bytes => bytes);
        }), Cancellation);
        await Task.WhenAny([runs, .. upkeep]);
        await end.CancelAsync();
        await Task.WhenAll([runs, .. upkeep]);

        Assert.Empty(folder.Problems);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_not_said_to_be_trimmed()
    {
        Platform.SkipOnWindows("a folder that is read-only can be written to.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Nothing is read-only for root.");
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var folders = Directory.GetDirectories(_album.At("cache/v1"), "??", SearchOption.AllDirectories);
        SetMode(UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Throws<UnauthorizedAccessException>(() => Upkeep.Trim(1));
            Assert.Throws<UnauthorizedAccessException>(() => Upkeep.Clear());
        }
        finally
        {
            SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        void SetMode(UnixFileMode mode)
        {
            foreach (var one in folders)
            {
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(one, mode);
            }
        }
    }
}
