using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

public sealed class StateTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rendition_whose_recipe_is_not_in_the_table_is_made()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Write("thumbs/.thumbs-state.json", _workshop.Read("thumbs/.thumbs-state.json").Replace("[\"a.jpg\",0,", "[\"a.jpg\",7,", StringComparison.Ordinal));
        Assert.Equal(["made a.jpg"], await _workshop.RunAsync());
    }

    [Fact]
    public async Task Records_of_sources_that_are_not_in_the_plan_are_kept()
    {
        _workshop.Write("in/a.jpg", "picture a");
        _workshop.Write("in/b.jpg", "picture b");
        await _workshop.RunAsync();
        _workshop.Write("in/a.jpg", "changed a");
        _workshop.Touch("in/a.jpg");
        Assert.Equal(["made a.jpg"], await _workshop.RunAsync("in/a.jpg"));
        Assert.Empty(await _workshop.RunAsync("in"));
    }

    [Fact]
    public async Task What_was_made_is_known_after_a_kill()
    {
        _workshop.Write("in/a.jpg", "picture a");
        _workshop.Write("in/b.jpg", "picture b");
        var jobs = _workshop.Plan().Jobs;
        // A run that ends without saving, as if it were killed.
        using (var killed = _workshop.Open())
            _workshop.Make(killed, jobs[0], Verdict.NothingStands(jobs[0]));
        Assert.True(File.Exists(_workshop.JournalFile));
        Assert.False(File.Exists(_workshop.StateFile));

        using (var next = _workshop.Open())
            Assert.True(next.LastRunWasKilled);
        Assert.Equal(["made b.jpg"], await _workshop.RunAsync());
        Assert.False(File.Exists(_workshop.JournalFile));
        Assert.Empty(await _workshop.RunAsync());
        using var last = _workshop.Open();
        Assert.False(last.LastRunWasKilled);
    }

    [Fact]
    public async Task A_torn_line_of_the_journal_costs_one_image()
    {
        for (var i = 0; i < 4; i++)
            _workshop.Write($"in/{i}.jpg", $"picture {i}");
        var jobs = _workshop.Plan().Jobs;
        using (var killed = _workshop.Open())
        {
            foreach (var job in jobs.Take(2))
                _workshop.Make(killed, job, Verdict.NothingStands(job));
        }
        var journal = await File.ReadAllBytesAsync(_workshop.JournalFile, Cancellation);
        await File.WriteAllBytesAsync(_workshop.JournalFile, journal[..^20], Cancellation);

        // The next run is killed too, after it has written behind the incomplete line.
        using (var killed = _workshop.Open())
            _workshop.Make(killed, jobs[2], Verdict.NothingStands(jobs[2]));
        Assert.Equal(["made 1.jpg", "made 3.jpg"], await _workshop.RunAsync());
    }

    [Fact]
    public async Task Renditions_that_were_made_before_their_source_failed_are_kept()
    {
        _workshop.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        _workshop.Write("in/a.jpg", "picture a");
        var job = Assert.Single(_workshop.Plan().Jobs);
        using (var ledger = _workshop.Open())
        {
            _workshop.Make(ledger, job, Verdict.NothingStands(job), succeeds: i => i == 0);
            ledger.Save();
        }
        Assert.Equal(["made a.webp"], await _workshop.RunAsync());
    }

    [Fact]
    public async Task A_rendition_of_old_bytes_is_never_up_to_date_again()
    {
        _workshop.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Write("in/a.jpg", "changed a");
        _workshop.Touch("in/a.jpg");
        var job = Assert.Single(_workshop.Plan().Jobs);
        using (var ledger = _workshop.Open())
        {
            _workshop.Make(ledger, job, ledger.Judge(job, Cancellation), succeeds: i => i == 0);
            ledger.Save();
        }
        Assert.Equal(["made a.webp"], await _workshop.RunAsync());
        Assert.EndsWith("changed a", _workshop.Read("thumbs/a.webp"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_cannot_write_to_one_folder()
    {
        _workshop.Write("in/a.jpg", "picture a");
        var job = Assert.Single(_workshop.Plan().Jobs);
        using var late = _workshop.Open();
        using (var first = _workshop.Open())
        {
            _workshop.Make(first, job, Verdict.NothingStands(job));
            Assert.Equal("THUMB0006", Assert.Throws<ThumbsException>(_workshop.Open).Problem.Code);
            Assert.Equal("THUMB0006", Assert.Throws<ThumbsException>(late.Hold).Problem.Code);
            first.Save();
        }
        // The folder is free now, but the state that the late run has read is outdated.
        Assert.Equal("THUMB0006", Assert.Throws<ThumbsException>(late.Hold).Problem.Code);
        Assert.False(File.Exists(_workshop.JournalFile));
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task Several_threads_may_judge_and_record_at_once()
    {
        _workshop.Options = new() { Formats = [null, ImageFormat.WebP] };
        for (var i = 0; i < 200; i++)
            _workshop.Write($"in/{i}.{(i % 2 == 0 ? "jpg" : "png")}", $"picture {i}");
        var jobs = _workshop.Plan().Jobs;
        using (var ledger = _workshop.Open())
        {
            await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (job, cancellation) =>
                _workshop.Make(ledger, job, ledger.Judge(job, cancellation)));
        }
        // The journal has all records; so has the state file that is made of it.
        Assert.Equal(jobs.Count, (await File.ReadAllLinesAsync(_workshop.JournalFile, Cancellation)).Count(line => line.StartsWith(",[", StringComparison.Ordinal)));
        Assert.Empty(await _workshop.RunAsync());
        Assert.Equal(jobs.Count, (await _workshop.StateAsync()).Sources.Count);
    }

    [Fact]
    public void An_output_folder_that_cannot_be_made_is_told()
    {
        _workshop.Write("thumbs", "a file");
        using var ledger = _workshop.Open();
        Assert.Equal("THUMB0304", Assert.Throws<ThumbsException>(ledger.Hold).Problem.Code);
    }

    [Fact]
    public void Temporary_files_of_a_killed_run_are_swept_and_nothing_else()
    {
        _workshop.Write("in/x/a.jpg", "picture a");
        _workshop.Write("thumbs/x/.thumbs-1.tmp", "");
        _workshop.Write("thumbs/.thumbs-2.tmp", "");
        _workshop.Write("thumbs/x/mine.tmp", "");
        _workshop.Write("thumbs/y/.thumbs-3.tmp", "");
        Leftovers.Sweep(_workshop.OutputFolder, _workshop.Plan());
        Assert.Equal(
            ["x/mine.tmp", "y/.thumbs-3.tmp"],
            Directory.EnumerateFiles(_workshop.OutputFolder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_workshop.OutputFolder, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_versions_that_come_with_the_tool_can_be_read()
    {
        var versions = EngineVersions.Load();
        Assert.DoesNotContain("unknown", string.Concat(Enum.GetValues<ImageFormat>()
            .SelectMany(from => Enum.GetValues<ImageFormat>().Where(to => to != ImageFormat.Svg).Select(to => versions.For(from, to)))), StringComparison.Ordinal);
        Assert.Equal("THUMB0302", Assert.Throws<ThumbsException>(() => EngineVersions.Load(_workshop.At("none.json"))).Problem.Code);
    }
}
