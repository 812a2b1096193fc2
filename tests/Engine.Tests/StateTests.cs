using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

public sealed class StateTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rendition_whose_recipe_is_not_in_the_table_is_made()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Write("thumbs/.thumbs-state.json", _album.Read("thumbs/.thumbs-state.json").Replace("[\"a.jpg\",0,", "[\"a.jpg\",7,", StringComparison.Ordinal));
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
    }

    [Fact]
    public async Task Records_of_sources_that_are_not_in_the_plan_are_kept()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        await _album.RunAsync();
        _album.Write("in/a.jpg", "changed a");
        _album.Touch("in/a.jpg");
        Assert.Equal(["made a.jpg"], await _album.RunAsync("in/a.jpg"));
        Assert.Empty(await _album.RunAsync("in"));
    }

    [Fact]
    public async Task What_was_made_is_known_after_a_kill()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        var jobs = _album.Plan().Jobs;
        // A run that ends without saving, as if it were killed.
        using (var killed = _album.Open())
            _album.Make(killed, jobs[0], Verdict.NothingIsFresh(jobs[0]));
        Assert.True(File.Exists(_album.JournalFile));
        Assert.False(File.Exists(_album.StateFile));

        using (var next = _album.Open())
            Assert.True(next.LastRunWasKilled);
        Assert.Equal(["made b.jpg"], await _album.RunAsync());
        Assert.False(File.Exists(_album.JournalFile));
        Assert.Empty(await _album.RunAsync());
        using var last = _album.Open();
        Assert.False(last.LastRunWasKilled);
    }

    /// <summary>After a power failure a file may have its name, its size and its time, and zeros in it.</summary>
    [Fact]
    public async Task What_a_run_wrote_that_did_not_end_is_compared_by_content()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        using (var killed = _album.Open())
        {
            foreach (var job in _album.Plan().Jobs)
                _album.Make(killed, job, Verdict.NothingIsFresh(job));
        }

        var file = new FileInfo(_album.At("thumbs/a.jpg"));
        var (time, length) = (file.LastWriteTimeUtc, file.Length);
        await File.WriteAllBytesAsync(file.FullName, new byte[length], Cancellation);
        file.LastWriteTimeUtc = time;

        Assert.Equal(["made a.jpg"], await _album.RunAsync());
        Assert.Contains("picture a", _album.Read("thumbs/a.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_torn_line_of_the_journal_costs_one_image()
    {
        for (var i = 0; i < 4; i++)
            _album.Write($"in/{i}.jpg", $"picture {i}");
        var jobs = _album.Plan().Jobs;
        using (var killed = _album.Open())
        {
            foreach (var job in jobs.Take(2))
                _album.Make(killed, job, Verdict.NothingIsFresh(job));
        }
        var journal = await File.ReadAllBytesAsync(_album.JournalFile, Cancellation);
        await File.WriteAllBytesAsync(_album.JournalFile, journal[..^20], Cancellation);

        // The next run is killed too, after it has written behind the incomplete line.
        using (var killed = _album.Open())
            _album.Make(killed, jobs[2], Verdict.NothingIsFresh(jobs[2]));
        Assert.Equal(["made 1.jpg", "made 3.jpg"], await _album.RunAsync());
    }

    [Fact]
    public async Task Renditions_that_were_made_before_their_source_failed_are_kept()
    {
        _album.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        _album.Write("in/a.jpg", "picture a");
        var job = Assert.Single(_album.Plan().Jobs);
        using (var ledger = _album.Open())
        {
            _album.Make(ledger, job, Verdict.NothingIsFresh(job), succeeds: i => i == 0);
            ledger.Save();
        }
        Assert.Equal(["made a.webp"], await _album.RunAsync());
    }

    [Fact]
    public async Task A_rendition_of_old_bytes_is_never_up_to_date_again()
    {
        _album.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Write("in/a.jpg", "changed a");
        _album.Touch("in/a.jpg");
        var job = Assert.Single(_album.Plan().Jobs);
        using (var ledger = _album.Open())
        {
            _album.Make(ledger, job, ledger.Judge(job, Cancellation), succeeds: i => i == 0);
            ledger.Save();
        }
        Assert.Equal(["made a.webp"], await _album.RunAsync());
        Assert.EndsWith("changed a", _album.Read("thumbs/a.webp"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_cannot_write_to_one_folder()
    {
        _album.Write("in/a.jpg", "picture a");
        var job = Assert.Single(_album.Plan().Jobs);
        using var late = _album.Open();
        using (var first = _album.Open())
        {
            _album.Make(first, job, Verdict.NothingIsFresh(job));
            Assert.Equal("THUMB0006", Assert.Throws<ThumbsException>(_album.Open).Problem.Code);
            Assert.Equal("THUMB0006", Assert.Throws<ThumbsException>(late.Hold).Problem.Code);
            first.Save();
        }
        // The folder is free now, but the state that the late run has read is outdated.
        Assert.Equal("THUMB0006", Assert.Throws<ThumbsException>(late.Hold).Problem.Code);
        Assert.False(File.Exists(_album.JournalFile));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Several_threads_may_judge_and_record_at_once()
    {
        _album.Options = new() { Formats = [null, ImageFormat.WebP] };
        for (var i = 0; i < 200; i++)
            _album.Write($"in/{i}.{(i % 2 == 0 ? "jpg" : "png")}", $"picture {i}");
        var jobs = _album.Plan().Jobs;
        using (var ledger = _album.Open())
        {
            await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (job, cancellation) =>
                _album.Make(ledger, job, ledger.Judge(job, cancellation)));
        }
        // The journal has all records; so has the state file that is made of it.
        Assert.Equal(jobs.Count, (await File.ReadAllLinesAsync(_album.JournalFile, Cancellation)).Count(line => line.StartsWith(",[", StringComparison.Ordinal)));
        Assert.Empty(await _album.RunAsync());
        Assert.Equal(jobs.Count, (await _album.StateAsync()).Sources.Count);
    }

    [Fact]
    public void An_output_folder_that_cannot_be_made_is_told()
    {
        _album.Write("thumbs", "a file");
        using var ledger = _album.Open();
        Assert.Equal("THUMB0304", Assert.Throws<ThumbsException>(ledger.Hold).Problem.Code);
    }

    [Fact]
    public void Temporary_files_of_a_killed_run_are_swept_and_nothing_else()
    {
        _album.Write("in/x/a.jpg", "picture a");
        _album.Write("thumbs/x/.thumbs-1.tmp", "");
        _album.Write("thumbs/.thumbs-2.tmp", "");
        _album.Write("thumbs/x/mine.tmp", "");
        _album.Write("thumbs/y/.thumbs-3.tmp", "");
        Leftovers.Sweep(_album.OutputFolder, _album.Plan());
        Assert.Equal(
            ["x/mine.tmp", "y/.thumbs-3.tmp"],
            Directory.EnumerateFiles(_album.OutputFolder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_album.OutputFolder, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_versions_that_come_with_the_tool_can_be_read()
    {
        var versions = EngineVersions.Load();
        Assert.DoesNotContain("unknown", string.Concat(Enum.GetValues<ImageFormat>()
            .SelectMany(from => Enum.GetValues<ImageFormat>().Where(to => to < ImageFormat.Svg).Select(to => versions.For(from, to)))), StringComparison.Ordinal);
        Assert.Equal("THUMB0302", Assert.Throws<ThumbsException>(() => EngineVersions.Load(_album.At("none.json"))).Problem.Code);
    }
}
