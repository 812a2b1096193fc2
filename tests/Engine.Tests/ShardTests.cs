using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>Shards that share one output folder, one after another or at once.</summary>
public sealed class ShardTests : IDisposable
{
    private readonly Album _album = new();

    public ShardTests()
    {
        // Largest first: a, c go to the first of two shards, b, d to the second … as long as nothing changes.
        foreach (var name in new[] { "a", "b", "c", "d" })
            _album.Write($"in/{name}.jpg", $"picture {name}");
    }

    public void Dispose() => _album.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string[]> ShardAsync(int index, int count)
    {
        _album.Shard = new(index, count);
        var done = await _album.RunAsync();
        _album.Shard = null;
        return done;
    }

    private async Task<string[]> PruneAsync(int index, int count)
    {
        _album.Shard = new(index, count);
        using var ledger = _album.Open();
        var pruned = ledger.Prune(_album.Plan(), _album.Pruned(), [], Cancellation);
        ledger.Save();
        _album.Shard = null;
        return [.. pruned.Select(path => Path.GetRelativePath(_album.OutputFolder, path).Replace('\\', '/'))];
    }

    [Fact]
    public async Task Each_shard_makes_its_own_and_a_later_run_of_all_makes_nothing()
    {
        Assert.Equal(["made b.jpg", "made d.jpg"], await ShardAsync(2, 2));
        Assert.Equal(["made a.jpg", "made c.jpg"], await ShardAsync(1, 2));
        Assert.False(File.Exists(_album.StateFile));
        Assert.Empty(await ShardAsync(1, 2));

        Assert.Empty(await _album.RunAsync());
        Assert.Equal(4, (await _album.StateAsync()).Sources.Count);
        Assert.False(Directory.Exists(_album.At("thumbs/.thumbs-shards")));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Another_division_finds_what_the_first_has_made()
    {
        await ShardAsync(1, 2);
        await ShardAsync(2, 2);
        Assert.Empty(await ShardAsync(1, 3));
        Assert.Empty(await ShardAsync(2, 3));
        Assert.Empty(await ShardAsync(3, 3));
    }

    [Fact]
    public async Task A_shard_finds_what_a_run_of_all_has_made_and_leaves_its_book_alone()
    {
        await _album.RunAsync();
        var before = _album.Read("thumbs/.thumbs-state.json");
        Assert.Empty(await ShardAsync(1, 2));
        _album.Write("in/a.jpg", "another a");
        Assert.Equal(["made a.jpg"], [.. await ShardAsync(1, 2), .. await ShardAsync(2, 2)]);
        Assert.Equal(before, _album.Read("thumbs/.thumbs-state.json"));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Of_two_books_the_younger_is_right_and_files_that_only_the_older_knows_can_be_pruned()
    {
        _album.Options = new() { NameTemplate = "old-{name}.{ext}" };
        await ShardAsync(1, 2);
        foreach (var file in Directory.EnumerateFiles(_album.At("thumbs"), "*.jpg"))
            _album.Touch(file);
        _album.Options = new();
        await ShardAsync(1, 1);

        using var ledger = _album.Open();
        var pruned = ledger.Prune(_album.Plan(), _album.Pruned(dryRun: true), [], Cancellation);
        Assert.Equal(["old-a.jpg", "old-c.jpg"], pruned.Select(Path.GetFileName));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Shards_are_at_work_in_one_folder_at_once()
    {
        _album.Shard = new(1, 2);
        using var first = _album.Open();
        first.Hold();
        Assert.Equal(["made b.jpg", "made d.jpg"], await ShardAsync(2, 2));
    }

    [Fact]
    public async Task The_same_shard_twice_is_told()
    {
        _album.Shard = new(1, 2);
        using var first = _album.Open();
        first.Hold();
        var thrown = await Assert.ThrowsAsync<ThumbsException>(() => ShardAsync(1, 2));
        Assert.Equal((Diagnostic.OutputInUse, "Another run of shard 1/2 is writing to this output folder"), (thrown.Problem.Diagnostic, thrown.Message));
    }

    [Fact]
    public async Task A_run_of_all_does_not_begin_while_a_shard_is_at_work()
    {
        _album.Shard = new(1, 2);
        using var shard = _album.Open();
        shard.Hold();
        _album.Shard = null;
        Assert.Equal(Diagnostic.OutputInUse, (await Assert.ThrowsAsync<ThumbsException>(() => _album.RunAsync())).Problem.Diagnostic);
    }

    [Fact]
    public async Task A_shard_does_not_begin_while_a_run_of_all_is_at_work()
    {
        using var all = _album.Open();
        all.Hold();
        Assert.Equal(Diagnostic.OutputInUse, (await Assert.ThrowsAsync<ThumbsException>(() => ShardAsync(1, 2))).Problem.Diagnostic);
    }

    [Fact]
    public void Whoever_comes_second_between_reading_and_writing_is_told()
    {
        using var all = _album.Open();
        _album.Shard = new(1, 2);
        using var shard = _album.Open();
        _album.Shard = null;
        shard.Hold();
        Assert.Equal(Diagnostic.OutputInUse, Assert.Throws<ThumbsException>(all.Hold).Problem.Diagnostic);
    }

    [Fact]
    public async Task A_run_of_all_that_read_before_a_shard_wrote_is_told()
    {
        using var all = _album.Open();
        await ShardAsync(1, 2);
        Assert.Contains("has just written", Assert.Throws<ThumbsException>(all.Hold).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_that_was_killed_goes_on_where_it_was_and_sweeps_only_its_own()
    {
        _album.Shard = new(1, 2);
        using (var killed = _album.Open())
            _album.Make(killed, _album.Plan().Own[0], Verdict.NothingIsFresh(_album.Plan().Own[0]));
        _album.Write("thumbs/.thumbs-1-of-2-1a-1-0.tmp", "");
        _album.Write("thumbs/.thumbs-2-of-2-1a-1-0.tmp", "");
        _album.Write("thumbs/.thumbs-1a-1-0.tmp", "");
        using (var ledger = _album.Open())
        {
            Assert.True(ledger.LastRunWasKilled);
            ledger.Hold();
            Leftovers.Sweep(_album.OutputFolder, _album.Plan(), _album.Shard);
        }

        Assert.Equal(
            [".thumbs-1a-1-0.tmp", ".thumbs-2-of-2-1a-1-0.tmp"],
            Directory.EnumerateFiles(_album.OutputFolder, "*.tmp").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["made c.jpg"], await ShardAsync(1, 2));
    }

    [Fact]
    public async Task A_run_of_all_goes_on_where_a_shard_was_killed()
    {
        _album.Shard = new(1, 2);
        using (var killed = _album.Open())
            _album.Make(killed, _album.Plan().Own[0], Verdict.NothingIsFresh(_album.Plan().Own[0]));
        _album.Shard = null;
        using (var ledger = _album.Open())
            Assert.True(ledger.LastRunWasKilled);
        Assert.Equal(["made b.jpg", "made c.jpg", "made d.jpg"], await _album.RunAsync());
    }

    [Fact]
    public async Task Vanished_sources_are_pruned_once_and_by_the_first_shard()
    {
        await ShardAsync(1, 2);
        await ShardAsync(2, 2);
        File.Delete(_album.At("in/b.jpg"));
        Assert.Empty(await PruneAsync(2, 2));
        Assert.Equal(["b.jpg"], await PruneAsync(1, 2));
        Assert.True(File.Exists(_album.At("thumbs/d.jpg")));
    }

    [Fact]
    public async Task Outdated_names_are_pruned_by_the_shard_that_has_the_source()
    {
        await _album.RunAsync();
        _album.Options = new() { NameTemplate = "new-{name}.{ext}" };
        Assert.Equal(["b.jpg", "d.jpg"], await PruneAsync(2, 2));
        Assert.Equal(["a.jpg", "c.jpg"], await PruneAsync(1, 2));
    }

    [Fact]
    public async Task A_file_that_another_shard_has_to_make_is_not_pruned()
    {
        // a.jpg becomes a.webp; the next day there is an a.png instead, whose a.webp the other shard has just made.
        _album.Options = new() { Formats = [ImageFormat.WebP] };
        await _album.RunAsync();
        File.Delete(_album.At("in/a.jpg"));
        _album.Write("in/a.png", "pic");
        Assert.DoesNotContain("made a.webp", await ShardAsync(1, 2));
        Assert.Empty(await PruneAsync(1, 2));
        Assert.True(File.Exists(_album.At("thumbs/a.webp")));
    }

    [Fact]
    public async Task With_hashes_in_the_names_a_shard_leaves_pruning_to_a_run_of_all()
    {
        _album.Options = new() { NameTemplate = "{hash}.{ext}" };
        await ShardAsync(1, 2);
        await ShardAsync(2, 2);
        File.Delete(_album.At("in/a.jpg"));
        Assert.Empty(await PruneAsync(1, 2));
        Assert.Empty(await PruneAsync(2, 2));
        using var ledger = _album.Open();
        Assert.Single(ledger.Prune(_album.Plan(), _album.Pruned(), [], Cancellation));
    }

    [Fact]
    public async Task A_renamed_source_is_copied_although_another_shard_made_it()
    {
        await ShardAsync(1, 2);
        await ShardAsync(2, 2);
        File.Move(_album.At("in/a.jpg"), _album.At("in/z.jpg"));
        Assert.Equal(["copied z.jpg"], [.. await ShardAsync(1, 2), .. await ShardAsync(2, 2)]);
    }

    [Fact]
    public async Task A_damaged_book_of_a_shard_is_told_and_costs_only_what_it_knew()
    {
        await ShardAsync(1, 2);
        await ShardAsync(2, 2);
        _album.Write("thumbs/.thumbs-shards/1-of-2.json", "damaged");
        using (var ledger = _album.Open())
            Assert.Equal([Diagnostic.StateUnreadable], ledger.Problems.Select(problem => problem.Diagnostic));
        Assert.Equal(["made a.jpg", "made c.jpg"], await _album.RunAsync());
    }
}
