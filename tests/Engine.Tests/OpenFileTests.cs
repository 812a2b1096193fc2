using Thumbs.Caching;
using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>Files that another program has open, which matters only on Windows.</summary>
public sealed class OpenFileTests : IDisposable
{
    private readonly Album _album = new();

    public OpenFileTests() => Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows refuses to replace and to delete open files.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _album.Dispose();

    /// <summary>As a viewer opens it: others may only read.</summary>
    private FileStream Open(string name) => new(_album.At(name), FileMode.Open, FileAccess.Read, FileShare.Read);

    [Fact]
    public async Task A_file_is_replaced_as_soon_as_it_is_closed()
    {
        _album.Write("a.tmp", "new");
        _album.Write("a.jpg", "old");
        await WaitsForAsync("a.jpg", () => FileInUse.Replace(_album.At("a.tmp"), _album.At("a.jpg"), Cancellation));
        Assert.Equal("new", _album.Read("a.jpg"));
    }

    [Fact]
    public async Task A_new_file_that_is_being_scanned_is_renamed_as_soon_as_that_is_done()
    {
        _album.Write("a.tmp", "new");
        await WaitsForAsync("a.tmp", () => FileInUse.Replace(_album.At("a.tmp"), _album.At("a.jpg"), Cancellation));
        Assert.Equal("new", _album.Read("a.jpg"));
    }

    [Fact]
    public async Task A_file_is_deleted_as_soon_as_it_is_closed()
    {
        _album.Write("a.jpg", "old");
        await WaitsForAsync("a.jpg", () => FileInUse.Delete(_album.At("a.jpg"), Cancellation));
        Assert.False(File.Exists(_album.At("a.jpg")));
    }

    [Fact]
    public void A_file_that_stays_open_is_named()
    {
        _album.Write("a.tmp", "new");
        _album.Write("a.jpg", "old");
        using var open = Open("a.jpg");
        var refusal = Assert.ThrowsAny<SystemException>(() => FileInUse.Replace(_album.At("a.tmp"), _album.At("a.jpg"), Cancellation));
        var problem = WriteFailure.Of(_album.At("a.jpg"), refusal).Problem;
        Assert.Equal(("THUMB0306", _album.At("a.jpg")), (problem.Code, problem.Path));
    }

    [Fact]
    public void What_is_not_permitted_for_another_reason_is_not_said_to_be_open()
    {
        _album.Write("a.tmp", "new");
        Directory.CreateDirectory(_album.At("a.jpg"));
        var refusal = Assert.ThrowsAny<SystemException>(() => FileInUse.Replace(_album.At("a.tmp"), _album.At("a.jpg"), Cancellation));
        Assert.Equal("THUMB0304", WriteFailure.Of(_album.At("a.jpg"), refusal).Problem.Code);
    }

    [Fact]
    public void A_file_that_is_marked_as_read_only_is_replaced_and_deleted()
    {
        _album.Write("a.tmp", "new");
        _album.Write("a.jpg", "old");
        File.SetAttributes(_album.At("a.jpg"), FileAttributes.ReadOnly);
        FileInUse.Replace(_album.At("a.tmp"), _album.At("a.jpg"), Cancellation);
        Assert.Equal("new", _album.Read("a.jpg"));
        File.SetAttributes(_album.At("a.jpg"), FileAttributes.ReadOnly);
        FileInUse.Delete(_album.At("a.jpg"), Cancellation);
        Assert.False(File.Exists(_album.At("a.jpg")));
    }

    [Fact]
    public void A_copy_is_not_marked_as_its_original_is()
    {
        _album.Write("a.jpg", "old");
        File.SetAttributes(_album.At("a.jpg"), FileAttributes.ReadOnly | FileAttributes.Hidden);
        TemporaryFile.Copy(_album.At("a.jpg"), _album.At("b.jpg"));
        File.SetAttributes(_album.At("a.jpg"), FileAttributes.Normal);
        Assert.False(File.GetAttributes(_album.At("b.jpg")).HasFlag(FileAttributes.ReadOnly));
    }

    [Fact]
    public async Task What_is_open_stays_when_pruning_and_on_record_and_the_others_go()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        _album.Write("in/c.jpg", "picture c");
        await _album.RunAsync();
        File.Delete(_album.At("in/a.jpg"));
        File.Delete(_album.At("in/b.jpg"));
        using (Open("thumbs/a.jpg"))
        {
            var (pruned, problems) = Prune();
            Assert.Equal([_album.At("thumbs/b.jpg")], pruned);
            var problem = Assert.Single(problems);
            Assert.Equal(("THUMB0306", _album.At("thumbs/a.jpg")), (problem.Code, problem.Path));
        }

        var (after, none) = Prune();
        Assert.Equal([_album.At("thumbs/a.jpg")], after);
        Assert.Empty(none);
    }

    [Fact]
    public async Task The_journal_may_be_read_by_a_scanner()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("thumbs/.thumbs-state.journal", "");
        using var scanner = new FileStream(_album.JournalFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
    }

    [Fact]
    public void An_entry_of_the_cache_that_is_being_read_does_no_harm()
    {
        var cache = new CacheFolder(_album.At("cache"));
        var (name, entry) = (Digest.OfText("an entry"), "an entry"u8.ToArray());
        cache.Write(CacheLayout.Sources, name, entry);
        using (new FileStream(cache.PathOf(CacheLayout.Sources, name), FileMode.Open, FileAccess.Read, FileShare.Read))
            cache.Write(CacheLayout.Sources, name, entry);
        Assert.Empty(cache.Problems);
        Assert.True(cache.IsUsable);
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(cache.PathOf(CacheLayout.Sources, name))!));
    }

    private (IReadOnlyList<string> Pruned, List<Problem> Problems) Prune()
    {
        var problems = new List<Problem>();
        using var ledger = _album.Open();
        var pruned = ledger.Prune(_album.Plan(), _album.Pruned(), problems, Cancellation);
        ledger.Save();
        return (pruned, problems);
    }

    /// <summary>An action that an open file blocks: it waits, and finishes once the file is closed.</summary>
    private async Task WaitsForAsync(string name, Action action)
    {
        Exception? fault = null;
        var thread = new Thread(() => fault = Record.Exception(action));
        await using (Open(name))
        {
            thread.Start();
            await Eventually.TrueAsync(() => thread.ThreadState is ThreadState.WaitSleepJoin or ThreadState.Stopped);
        }

        thread.Join();
        Assert.Null(fault);
    }
}
