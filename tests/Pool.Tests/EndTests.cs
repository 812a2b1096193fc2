using System.Diagnostics;

using Thumbs.FakeWorker;
using Thumbs.Imaging.Writing;

namespace Thumbs.Pool.Tests;

public sealed class EndTests
{
    [Fact]
    public async Task Disposing_of_a_pool_at_work_ends_its_workers_within_a_second_and_tells_what_they_were_at()
    {
        await using var fake = new FakePool();
        var hung = Enumerable.Range(0, 2)
            .Select(i => new FakeJob { Text = $"hung {i}", Deed = Deed.Hang, OutputFile = fake.FileNamed($"begun {i}") })
            .ToArray();
        fake.Start([.. hung, new FakeJob { Text = "sent ahead, or done" }]);
        foreach (var job in hung)
            await Eventually.TrueAsync(() => File.Exists(job.OutputFile));

        var time = Stopwatch.StartNew();
        await fake.Pool.DisposeAsync();

        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(hung.Select(job => job.Text), fake.Pool.Interrupted.Select(end => end.Job.Text).Except(["sent ahead, or done"]).Order());
    }

    [Fact]
    public async Task A_process_that_is_ending_or_has_ended_or_is_forgotten_can_be_killed()
    {
        var command = FakePool.Command("exit", "0");
        var process = Process.Start(new ProcessStartInfo(command.FileName, command.Arguments) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false })!;

        // Windows refuses to end a process that is ending: some of these attempts hit that moment.
        var killing = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            while (!process.HasExited)
                ProcessEnd.Kill(process, withDescendants: false);
        }));
        await Task.WhenAll(killing);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        ProcessEnd.Kill(process, withDescendants: true);
        process.Dispose();
        ProcessEnd.Kill(process, withDescendants: false);
        ProcessEnd.Kill(process, withDescendants: true);
    }

    [Fact]
    public async Task Workers_end_when_the_pool_is_done()
    {
        await using var fake = new FakePool();
        var settled = await fake.RunAsync(new FakeJob { Text = "a" }, new FakeJob { Text = "b" });
        var workers = settled.Select(end => end.Result!.ProcessId).Distinct();

        await fake.Pool.DisposeAsync();

        Assert.All(workers, id => Assert.Throws<ArgumentException>(() => Process.GetProcessById(id)));
    }
}
