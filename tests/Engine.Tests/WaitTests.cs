using System.Diagnostics;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;

namespace Thumbs.Engine.Tests;

/// <summary>Every wait has an end, and says what it is for.</summary>
public sealed class WaitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("thumbs-waits-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Only_a_file_that_somebody_has_is_waited_for()
    {
        using (var held = FileLock.TryTake(At("lock")))
        {
            Assert.NotNull(held);
            Assert.Null(FileLock.TryTake(At("lock")));
        }

        using var free = FileLock.TryTake(At("lock"));
        Assert.NotNull(free);
        Assert.ThrowsAny<IOException>(() => FileLock.TryTake(At("missing/lock")));
    }

    [Fact]
    public async Task A_wait_for_a_lock_has_an_end()
    {
        using var held = FileLock.TryTake(At("lock"));

        Assert.Null(await FileLock.WaitAsync(() => FileLock.TryTake(At("lock")), TimeSpan.FromMilliseconds(100), () => { }, Cancellation).WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public void A_read_that_does_not_come_back_is_left_behind_and_costs_its_time_once()
    {
        SpecialFiles.Put("pipe", At("dead/a.jpg"));
        File.WriteAllText(At("alive.jpg"), "alive");
        var reads = new AbandonableReads(TimeSpan.FromSeconds(1));

        Assert.Throws<ReadAbandonedException>(() => Read(reads, At("dead/a.jpg"), Cancellation));
        var watch = Stopwatch.StartNew();
        Assert.Throws<ReadAbandonedException>(() => Read(reads, At("dead/b.jpg"), Cancellation));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.9));
        Assert.Equal(Digest.OfText("alive"), Read(reads, At("alive.jpg"), Cancellation));
        Assert.Throws<FileNotFoundException>(() => Read(reads, At("gone.jpg"), Cancellation));
    }

    [Fact]
    public void A_dead_mount_costs_its_time_once()
    {
        SpecialFiles.Put("pipe", At("mount/one/a.jpg"));
        File.WriteAllText(At("alive.jpg"), "alive");
        var reads = new AbandonableReads(TimeSpan.FromSeconds(1), _ => At("mount"));

        Assert.Throws<ReadAbandonedException>(() => Read(reads, At("mount/one/a.jpg"), Cancellation));
        Assert.Throws<ReadAbandonedException>(() => reads.Read<object>(At("mount/two/b.jpg"), _ => throw new InvalidOperationException("It is not read."), Cancellation));
        Assert.Equal(Digest.OfText("alive"), Read(reads, At("alive.jpg"), Cancellation));
    }

    [Fact]
    public void A_file_that_is_only_slow_costs_no_other()
    {
        File.WriteAllText(At("slow.jpg"), "slow");
        File.WriteAllText(At("alive.jpg"), "alive");
        var reads = new AbandonableReads(TimeSpan.FromMilliseconds(100));
        using var end = new ManualResetEventSlim();

        Assert.IsNotType<ReadAbandonedException>(Assert.ThrowsAny<IOException>(() => reads.Read<object>(At("slow.jpg"), path => { end.Wait(Cancellation); return path; }, Cancellation)));
        end.Set();

        Assert.Equal(Digest.OfText("alive"), Read(reads, At("alive.jpg"), Cancellation));
    }

    [Fact]
    public async Task Images_on_a_dead_mount_are_given_to_no_worker()
    {
        using var album = new Album();
        foreach (var name in new[] { "a", "b", "c" })
            album.Write($"in/{name}.jpg", name);
        await album.RunAsync();
        foreach (var name in new[] { "a", "b", "c" })
            album.Touch($"in/{name}.jpg");
        album.OnPlanned = () =>
        {
            foreach (var name in new[] { "a", "b", "c" })
                SpecialFiles.Put("pipe", album.At($"in/{name}.jpg"));
        };

        var summary = await album.EngineAsync(request => request with { Limits = request.Limits with { Timeout = TimeSpan.FromSeconds(1) } });

        Assert.Equal((ExitCode.SomeFailed, 3), (summary.ExitCode, summary.Failed));
        Assert.All(album.Outcomes, outcome => Assert.Equal("THUMB0101", Assert.Single(outcome.Problems).Code));
    }

    [Fact]
    public void A_mount_is_told_by_its_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The list is that of Linux.");
        File.WriteAllLines(At("mounts"), [
            "22 1 254:0 / / rw - ext4 /dev/vda rw",
            "30 22 0:27 / /mnt/two\\040words rw - nfs server:/x rw",
            "31 22 0:28 / /mnt rw - tmpfs tmpfs rw",
        ]);

        Assert.Equal("/mnt/two words", Mount.Of("/mnt/two words/album/a.jpg", At("mounts")));
        Assert.Equal("/mnt", Mount.Of("/mnt/two/a.jpg", At("mounts")));
        Assert.Equal("/mntx", Mount.Of("/mntx/a.jpg", At("mounts")));
    }

    [Fact]
    public async Task Cancellation_ends_the_waiting_for_a_read()
    {
        SpecialFiles.Put("pipe", At("a.jpg"));
        using var cancelled = new CancellationTokenSource();

        var reading = Task.Run(() => Read(new(TimeSpan.FromHours(1)), At("a.jpg"), cancelled.Token), Cancellation);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Patience, Cancellation));
    }

    [Fact]
    public async Task Whoever_holds_the_journal_holds_the_file_of_that_name()
    {
        Platform.SkipOnWindows("a file that is open cannot be deleted.");
        var book = new BookFiles(_folder);
        void TakeAndLeave()
        {
            for (var taken = 0; taken < 300;)
            {
                try
                {
                    var journal = Journal.Open(book, new());
                    Assert.True(File.Exists(book.Journal));
                    Thread.Yield();
                    Assert.True(File.Exists(book.Journal));
                    journal.Delete();
                    taken++;
                }
                catch (ThumbsException exception) when (exception.Problem.Diagnostic == Diagnostic.OutputInUse)
                {
                    // The other one has it.
                }
            }
        }

        await Task.WhenAll(Task.Run(TakeAndLeave, Cancellation), Task.Run(TakeAndLeave, Cancellation)).WaitAsync(Patience, Cancellation);
    }

    private static Digest Read(AbandonableReads reads, string path, CancellationToken cancellation) =>
        (Digest)reads.Read<object>(path, file => Digest.OfFile(file, cancellation), cancellation);

    private string At(string name) => Path.Join(_folder, name);
}
