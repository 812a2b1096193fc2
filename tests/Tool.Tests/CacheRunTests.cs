namespace Thumbs.Tool.Tests;

/// <summary>A cache that others use, fill up and damage meanwhile: every output is right.</summary>
public sealed class CacheRunTests(InstalledTool tool) : IDisposable
{
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_processes_share_a_cache_and_some_are_killed()
    {
        Platform.SkipOnWine("the kills only come when the runs are over; why is not known.");
        _work.MakePhotos("photos", 1000, 120, 90);
        (await RunAsync("undisturbed", "--no-cache")).Expect(0);
        var runs = Enumerable.Range(0, 10).Select(i => tool.Start(_work.Path, Arguments($"out{i}", "-j", "1", "--cache", "cache"))).ToList();
        var ends = runs.ConvertAll(Command.FinishAsync);

        // Each of four at another time, from the first tenth to the middle.
        for (var i = 0; i < 4; i++)
        {
            await Eventually.TrueAsync(() => Entries("content").Count > 100 * (i + 1));
            ProcessTree.Kill(runs[2 * i].Id);
        }

        var results = await Task.WhenAll(ends);
        Assert.All(results.Where((_, i) => i % 2 == 1), result => result.Expect(0));
        Assert.Contains(results, result => result.ExitCode != 0);
        for (var i = 0; i < runs.Count; i++)
        {
            (await RunAsync($"out{i}", "--cache", "cache")).Expect(0);
            Assert.Equal(_work.Hashes("undisturbed"), _work.Hashes($"out{i}"));
            runs[i].Dispose();
        }

        (await tool.RunAsync(_work.Path, "cache", "verify", "--cache", "cache")).Expect(0);
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("flipped")]
    [InlineData("emptied")]
    public async Task Every_entry_is_damaged_while_it_is_read(string damage)
    {
        await FillAsync(photos: 300);
        var entries = Entries("content").Concat(Entries("renditions")).Concat(Entries("sources")).ToArray();
        new Random(1).Shuffle(entries);

        // A part before the run, so that it certainly finds some, and the rest while it is running.
        var before = entries.Length / 4;
        foreach (var entry in entries.Take(before))
            Damage(entry, damage);
        using var process = tool.Start(_work.Path, Arguments("again", "--cache", "cache"));
        var end = Command.FinishAsync(process);
        foreach (var entry in entries.Skip(before))
            Damage(entry, damage);

        var run = (await end).Expect(0);
        Assert.Contains("warning THUMB0502", run.Error, StringComparison.Ordinal);
        Assert.Equal(_work.Hashes("out"), _work.Hashes("again"));

        // Damage that was not read is found by verification, and then all is well.
        await tool.RunAsync(_work.Path, "cache", "verify", "--cache", "cache");
        (await tool.RunAsync(_work.Path, "cache", "verify", "--cache", "cache")).Expect(0);
        Directory.Delete(_work["again"], recursive: true);
        Assert.DoesNotContain("THUMB05", (await RunAsync("again", "--cache", "cache")).Expect(0).Error, StringComparison.Ordinal);
        Assert.Equal(_work.Hashes("out"), _work.Hashes("again"));
    }

    [Fact]
    public async Task The_folder_cannot_be_read_any_more_in_the_middle_of_a_run()
    {
        await FillAsync(photos: 300);

        // New ones take a worker each, and occur throughout the run.
        foreach (var photo in Directory.EnumerateFiles(_work["photos"]).Where((_, i) => i % 3 == 0))
            await File.AppendAllTextAsync(photo, "another file", Cancellation);
        using var process = tool.Start(_work.Path, Arguments("again", "--cache", "cache"));
        var end = Command.FinishAsync(process);
        await Eventually.TrueAsync(() => Directory.Exists(_work["again"]) && Directory.EnumerateFiles(_work["again"], "*.jpg").Any());
        Directory.Move(_work["cache/v1"], _work["aside"]);
        await File.WriteAllTextAsync(_work["cache/v1"], "in the way", Cancellation);

        var run = (await end).Expect(0);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("warning THUMB0501", StringComparison.Ordinal));
        Assert.Equal(_work.Hashes("out"), _work.Hashes("again"));
    }

    [Fact]
    public async Task The_disk_of_the_cache_is_full_and_then_cannot_be_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can make a small disk.");
        _work.MakePhotos("photos", 200);
        (await RunAsync("out", "--no-cache")).Expect(0);
        Directory.CreateDirectory(_work["cache"]);
        var mount = await Command.RunAsync("mount", _work.Path, "-t", "tmpfs", "-o", "size=600k", "none", _work["cache"]);
        Assert.SkipUnless(mount.ExitCode == 0, "No small disk can be mounted here.");
        try
        {
            var full = (await RunAsync("again", "--cache", "cache")).Expect(0);
            Assert.Single(full.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("warning THUMB0501", StringComparison.Ordinal));
            Assert.Contains("200 made", full.Out, StringComparison.Ordinal);
            (await tool.RunAsync(_work.Path, "cache", "verify", "--cache", "cache")).Expect(0);

            (await Command.RunAsync("mount", _work.Path, "-o", "remount,ro", _work["cache"])).Expect(0);
            var readOnly = (await RunAsync("third", "--cache", "cache")).Expect(0);
            Assert.Matches(@"\d\d+ copied", readOnly.Out);
            Assert.Contains("warning THUMB0501", readOnly.Error, StringComparison.Ordinal);
            Assert.Equal(_work.Hashes("out"), _work.Hashes("again"));
            Assert.Equal(_work.Hashes("out"), _work.Hashes("third"));
        }
        finally
        {
            (await Command.RunAsync("umount", _work.Path, _work["cache"])).Expect(0);
        }
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_no_harm()
    {
        // For a process whose clock was set back all files are in the future.
        await FillAsync(photos: 30);
        foreach (var file in Directory.EnumerateFiles(_work["cache"], "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddYears(1));

        var run = (await RunAsync("again", "--cache", "cache", "--cache-size", "1MB")).Expect(0);

        Assert.Contains("30 copied", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("THUMB05", run.Error, StringComparison.Ordinal);
        Assert.Equal(_work.Hashes("out"), _work.Hashes("again"));
        Assert.Contains("30 renditions of 30 sources", (await tool.RunAsync(_work.Path, "cache", "info", "--cache", "cache")).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_made_again_by_force_is_kept_and_no_larger_than_it_may_be()
    {
        await FillAsync(photos: 60);
        Assert.Contains("60 made, 0 up to date", (await RunAsync("out", "--cache", "cache", "--force")).Expect(0).Out, StringComparison.Ordinal);

        // Below the limit nothing is deleted; above it, less than the limit is left.
        var all = Size();
        (await RunAsync("again", "--cache", "cache", "--cache-size", "1MB", "--size", "20")).Expect(0);
        Assert.InRange(Size(), all + 1, 1_000_000);
        (await RunAsync("third", "--cache", "cache", "--cache-size", "30kB", "--size", "30")).Expect(0);
        Assert.InRange(Size(), 1, 30_000);
        Assert.Equal(60, _work.Hashes("third").Count);
    }

    [Fact]
    public async Task Without_a_name_it_is_in_the_folder_of_the_users_caches()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "XDG_CACHE_HOME is for Linux.");
        _work.MakePhotos("photos", 3);

        var path = (await WithCachesInAsync("caches", "cache", "path")).Expect(0);
        (await WithCachesInAsync("caches", Arguments("out"))).Expect(0);
        var again = (await WithCachesInAsync("caches", Arguments("again"))).Expect(0);

        Assert.Equal(_work["caches/thumbs"], path.Out.Trim());
        Assert.Contains("3 copied", again.Out, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_work["caches/thumbs/v1"]));
    }

    private static void Damage(string file, string how)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 0x10;
            File.WriteAllBytes(file, how switch { "emptied" => [], "cut short" => bytes[..^1], _ => bytes });
        }
        catch (Exception exception) when (exception is FileNotFoundException or IndexOutOfRangeException)
        {
            // The run has deleted it, or is replacing it.
        }
    }

    private static string[] Arguments(string output, params string[] others) => ["photos", "-o", output, .. others];

    private Task<CommandResult> RunAsync(string output, params string[] others) => tool.RunAsync(_work.Path, Arguments(output, others));

    private Task<CommandResult> WithCachesInAsync(string folder, params string[] arguments) =>
        Command.RunAsync("env", _work.Path, ["-u", "THUMBS_CACHE_DIR", $"XDG_CACHE_HOME={_work[folder]}", tool.Program, .. arguments]);

    private async Task FillAsync(int photos)
    {
        _work.MakePhotos("photos", photos, 200, 150);
        (await RunAsync("out", "--cache", "cache")).Expect(0);
    }

    private List<string> Entries(string kind) => Directory.Exists(_work[$"cache/v1/{kind}"])
        ? [.. Directory.EnumerateFiles(_work[$"cache/v1/{kind}"], "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.'))]
        : [];

    private long Size() => new[] { "content", "renditions", "sources" }.SelectMany(Entries).Sum(file => new FileInfo(file).Length);
}
