using System.Diagnostics;

using Thumbs.Diagnostics;
using Thumbs.FakeWorker;

namespace Thumbs.Pool.Tests;

/// <summary>A machine that has not enough of something, or does not give back what it has lent.</summary>
public sealed class ShortageTests
{
    [Fact]
    public async Task Where_not_all_workers_can_be_started_the_others_do_the_work()
    {
        var first = Path.Combine(Path.GetTempPath(), $"thumbs-only-{Guid.NewGuid():N}");
        await using var fake = new FakePool(workers: 4, start: ["only", first]);
        fake.Pool.Start(warm: 4);

        var settled = await fake.RunAsync([.. Enumerable.Range(0, 50).Select(i => new FakeJob { Text = $"{i}" })]);

        Assert.Equal(50, settled.Count(end => end.Result is not null));
        File.Delete(first);
    }

    [Fact]
    public async Task Where_none_can_the_limit_is_named()
    {
        var first = Path.Combine(Path.GetTempPath(), $"thumbs-only-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(first, "", TestContext.Current.CancellationToken);
        await using var fake = new FakePool(start: ["only", first]);

        var broken = await Assert.ThrowsAsync<PoolBrokenException>(() => fake.RunAsync(new FakeJob { Text = "never done" }));

        Assert.Equal(MachineLimit.ThreadsOrMemory, broken.Limit);
        File.Delete(first);
    }

    [Fact]
    public async Task A_worker_that_does_not_end_when_it_is_killed_holds_up_nothing_but_its_job()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A job object ends all that a worker has started.");
        await using var fake = new FakePool(workers: 1, jobTimeout: TimeSpan.FromSeconds(1), killTimeout: TimeSpan.FromSeconds(1));
        var stuck = new FakeJob { Text = "stuck", Deed = Deed.HangWithOrphan, OutputFile = fake.FileNamed("orphan") };

        var settled = await fake.RunAsync(stuck, new FakeJob { Text = "queued behind" }, new FakeJob { Text = "next" });

        using var orphan = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(fake.FileNamed("orphan"), TestContext.Current.CancellationToken)));
        Assert.False(orphan.HasExited);
        orphan.Kill();
        Assert.Equal(FailureKind.TimedOut, settled.Single(end => end.Job == stuck).Failure?.Kind);
        Assert.Equal(["next", "queued behind"], settled.Select(end => end.Result?.Text).OfType<string>().Order());
    }
}
