using System.Diagnostics;

namespace Thumbs.Tool.Tests;

public sealed class InterruptionTests(InstalledTool tool)
{
    private const int Photos = 400;

    /// <summary>Slow enough to be interrupted in the middle.</summary>
    private static readonly string[] Slow = ["photos", "-o", "out", "--size", "300", "--format", "avif", "--effort", "6"];

    [Fact]
    public async Task Killing_a_worker_every_100_ms_changes_no_byte()
    {
        // Every kill costs the start of a worker, which takes two seconds under Wine.
        var (photos, most) = Platform.IsWine ? (400, 6) : (1000, 40);
        using var work = new WorkFolder();
        work.MakePhotos("photos", photos);
        (await tool.RunAsync(work.Path, "photos", "-o", "undisturbed", "-j", "2")).Expect(0);

        using var run = tool.Start(work.Path, "photos", "-o", "disturbed", "-j", "2");
        var finished = Command.FinishAsync(run);
        var random = new Random(1);
        var (killed, made) = (0, 0);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!finished.IsCompleted)
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            var workers = ProcessTree.ChildrenOf(run.Id);

            // A machine on which a worker takes longer to start than the pause between kills would get nowhere.
            var now = Renditions(work["disturbed"], "photo-*.jpg");
            if (workers.Count == 0 || killed == most || (killed > 0 && now == made))
                continue;
            made = now;
            ProcessTree.Kill(workers[random.Next(workers.Count)]);
            killed++;
        }

        (await finished).Expect(0);
        Assert.InRange(killed, 5, int.MaxValue);
        Assert.Equal(work.Hashes("undisturbed"), work.Hashes("disturbed"));
    }

    [Fact]
    public async Task The_number_of_workers_changes_no_byte()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 60);

        (await tool.RunAsync(work.Path, "photos", "-o", "one", "-j", "1", "--format", "jpeg,webp,png,avif,gif,tiff")).Expect(0);
        (await tool.RunAsync(work.Path, "photos", "-o", "eight", "-j", "8", "--format", "jpeg,webp,png,avif,gif,tiff")).Expect(0);

        Assert.Equal(360, work.Hashes("one").Count);
        Assert.Equal(work.Hashes("one"), work.Hashes("eight"));
    }

    [Theory]
    [InlineData(nameof(ProcessTree.Interrupt))]
    [InlineData(nameof(ProcessTree.HangUp))]
    [InlineData(nameof(ProcessTree.Terminate))]
    public async Task An_interrupt_stops_within_a_second_and_keeps_what_is_done(string how)
    {
        if (how != nameof(ProcessTree.Interrupt))
            Platform.SkipOnWindows("only the system itself says that a console is closed");
        Platform.SkipOnWine("making a console does not come back where there is no terminal");
        using var work = new WorkFolder();
        work.MakePhotos("photos", Photos);
        using var run = tool.Start(work.Path, Slow);
        await Eventually.TrueAsync(() => Renditions(work) > 3);

        var time = Stopwatch.StartNew();
        switch (how)
        {
            case nameof(ProcessTree.HangUp):
                ProcessTree.HangUp(run.Id);
                break;
            case nameof(ProcessTree.Terminate):
                ProcessTree.Terminate(run.Id);
                break;
            default:
                ProcessTree.Interrupt(run.Id);
                break;
        }

        var result = (await Command.FinishAsync(run)).Expect(130);

        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Empty(Directory.EnumerateFiles(work["out"], "*.tmp", SearchOption.AllDirectories));
        Assert.Contains(" made", result.Out, StringComparison.Ordinal);
        await CheckNextRunGoesOnAsync(work);
    }

    /// <summary>Whatever it is at then: .NET starts, the plan is made, workers are started, the first images are made.</summary>
    [Fact]
    public async Task A_signal_in_its_first_moments_ends_it_and_leaves_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The workers of a dead process are found by /proc, and only a console can send Ctrl+C to a process of Windows.");
        using var work = new WorkFolder();
        work.MakePhotos("photos", Photos);
        foreach (var moment in Enumerable.Range(0, 13).Select(i => TimeSpan.FromMilliseconds(20 * i)))
        {
            using var run = tool.Start(work.Path, [.. Slow, "--no-cache"]);
            var finished = Command.FinishAsync(run);
            await Task.Delay(moment, TestContext.Current.CancellationToken);
            ProcessTree.Terminate(run.Id);

            // 143 where the signal came before .NET could take it.
            var result = await finished.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.True(result.ExitCode is 130 or 143, $"after {moment.TotalMilliseconds} ms: {result}");
            await Eventually.TrueAsync(() => ProcessTree.WorkersOf(run.Id, tool.AssemblyFolder).Count == 0);
            Assert.Empty(Directory.Exists(work["out"]) ? Directory.EnumerateFiles(work["out"], "*.tmp") : []);
        }
    }

    [Fact]
    public async Task A_killed_parent_takes_its_workers_with_it_and_the_next_run_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "The children of a dead process are found by /proc.");
        using var work = new WorkFolder();
        work.MakePhotos("photos", Photos);
        using var run = tool.Start(work.Path, Slow);
        await Eventually.TrueAsync(() => Renditions(work) > 3);
        var workers = ProcessTree.ChildrenOf(run.Id);
        Assert.NotEmpty(workers);

        var time = Stopwatch.StartNew();
        ProcessTree.Kill(run.Id);
        await Eventually.TrueAsync(() => workers.All(worker => !ProcessTree.IsAlive(worker)));

        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        await CheckNextRunGoesOnAsync(work);
    }

    [Fact]
    public async Task A_parent_that_is_killed_while_its_workers_start_leaves_none()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "The children of a dead process are found by /proc.");
        using var work = new WorkFolder();
        work.MakePhotos("photos", 8);
        var random = new Random(1);
        for (var round = 0; round < 5; round++)
        {
            using var run = tool.Start(work.Path, "photos", "-o", "out", "-j", "4", "--force");
            await Eventually.TrueAsync(() => ProcessTree.ChildrenOf(run.Id).Count > random.Next(3) || run.HasExited);

            var time = Stopwatch.StartNew();
            ProcessTree.Kill(run.Id);
            await Eventually.TrueAsync(() => ProcessTree.WorkersOf(run.Id, tool.AssemblyFolder).Count == 0);

            Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What was done is up to date, what was not is made, and no other files are left.</summary>
    private async Task CheckNextRunGoesOnAsync(WorkFolder work)
    {
        var done = Renditions(work);
        Assert.InRange(done, 4, Photos - 1);

        var summary = JsonLines.Of((await tool.RunAsync(work.Path, [.. Slow, "--dry-run", "--json"])).Expect(0).Out)[^1].Summary!.Value;
        Assert.Equal(done, summary.GetProperty("upToDate").GetInt32());

        // A small rest, so that the test does not take too long.
        foreach (var photo in Directory.EnumerateFiles(work["photos"]).Order(StringComparer.Ordinal).Where(photo => !IsDone(work, photo)).Skip(5))
            File.Delete(photo);
        summary = JsonLines.Of((await tool.RunAsync(work.Path, [.. Slow, "--json"])).Expect(0).Out)[^1].Summary!.Value;
        Assert.Equal(done, summary.GetProperty("upToDate").GetInt32());
        Assert.Equal(5, summary.GetProperty("made").GetInt32());
        Assert.Empty(Directory.EnumerateFiles(work["out"], "*.tmp", SearchOption.AllDirectories));
        Assert.False(File.Exists(work["out/.thumbs-state.journal"]));
    }

    private static bool IsDone(WorkFolder work, string photo) =>
        File.Exists(Path.Combine(work["out"], Path.GetFileNameWithoutExtension(photo) + ".avif"));

    private static int Renditions(WorkFolder work) => Renditions(work["out"], "photo-*.avif");

    private static int Renditions(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Count() : 0;
}
