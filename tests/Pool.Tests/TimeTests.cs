using System.Diagnostics;
using System.Text.Json;

using Thumbs.FakeWorker;
using Thumbs.Images;
using Thumbs.Imaging.Worker;

namespace Thumbs.Pool.Tests;

/// <summary>What counts against a job, and what does not.</summary>
public sealed class TimeTests
{
    [Fact]
    public void What_the_machine_slept_is_no_time()
    {
        var wall = 0L;
        var clock = new WorkingClock(() => wall);

        wall += Stopwatch.Frequency / 10;
        Assert.Equal(Stopwatch.Frequency / 10, clock.Now);
        wall += 3600 * Stopwatch.Frequency;

        Assert.InRange(clock.Now, Stopwatch.Frequency / 10, Stopwatch.Frequency);
    }

    /// <param name="used">Of the processor, in ms, at each second of a job.</param>
    /// <param name="uncounted">In ms.</param>
    [Theory]
    [InlineData(new[] { 0, 1000, 2000, 3000 }, 0)]
    [InlineData(new[] { 0, 250, 500, 750 }, 2250)]
    [InlineData(new[] { 0, 0, 0, 0 }, 0)]
    [InlineData(new[] { 0, 1, 2, 3 }, 2850)]
    [InlineData(new[] { 0, 4000, 8000, 12000 }, 0)]
    public void A_worker_that_shares_its_core_has_longer(int[] used, int uncounted)
    {
        var second = -1;
        var counted = new CountedTime(() => TimeSpan.FromMilliseconds(used[second]));

        // The job before it took an hour.
        var begun = 3600 * Stopwatch.Frequency;
        var sum = 0L;
        for (second = 0; second < used.Length; second++)
            sum += counted.Uncounted(begun + (second * Stopwatch.Frequency), begun) + counted.Uncounted(begun + (second * Stopwatch.Frequency) + 1, begun);

        Assert.Equal(uncounted, (int)Math.Round(sum * 1000.0 / Stopwatch.Frequency));
    }

    [Fact]
    public async Task A_worker_that_was_stopped_is_not_too_late()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux says cheaply whether a process is stopped.");
        var timeout = TimeSpan.FromSeconds(3);
        await using var fake = new FakePool(workers: 1, jobTimeout: timeout);
        fake.Start(new FakeJob { Text = "first" }, new FakeJob { Text = "stopped", OutputFile = fake.FileNamed("begun"), WaitForFile = fake.FileNamed("go") });
        var draining = fake.DrainAsync();
        await Eventually.TrueAsync(() => File.Exists(fake.FileNamed("begun")) && !fake.Settled.IsEmpty);
        var worker = fake.Settled.Single().Result!.ProcessId;

        Signal("STOP", worker);
        var stopped = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => stopped.Elapsed > timeout + TimeSpan.FromSeconds(2));
        Signal("CONT", worker);
        await fake.MakeFileAsync("go");
        await draining;

        Assert.Equal([worker, worker], fake.Settled.Select(end => end.Result?.ProcessId ?? 0));
    }

    [Theory]
    [InlineData(true, nameof(RetryDecision.Alone), nameof(RetryDecision.Failed))]
    [InlineData(false, nameof(RetryDecision.Again), nameof(RetryDecision.Again))]
    public void A_kill_for_memory_counts_however_soon_it_comes(bool memoryRanOut, params string[] decisions)
    {
        var job = new QueuedJob<string>("job", cost: 1);
        var end = new WorkerEnd(KillReason.None, OperatingSystem.IsWindows() ? 1 : 128 + 9, "", TimeSpan.FromMilliseconds(50), memoryRanOut);

        Assert.Equal(decisions, decisions.Select(_ => $"{RetryPolicy.Decide(job, end)}"));
    }

    [Theory]
    [InlineData("nr_free_pages 5\noom_kill 17\npgfault 3\n", 17)]
    [InlineData("nr_free_pages 5\nno_oom_kill 17\n", -1)]
    [InlineData("", -1)]
    public async Task The_kernel_counts_its_kills_for_memory(string text, long count)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux counts them.");
        await using var fake = new FakePool();
        await File.WriteAllTextAsync(fake.FileNamed("vmstat"), text, TestContext.Current.CancellationToken);

        Assert.Equal(count, MemoryKills.Count(fake.FileNamed("vmstat")));
        Assert.Equal(-1, MemoryKills.Count(fake.FileNamed("missing")));
    }

    [Fact]
    public async Task A_worker_reads_its_orders_although_nobody_reads_its_answers()
    {
        using var input = new MemoryStream();
        foreach (var id in new[] { 1, 2 })
        {
            using (var json = new Utf8JsonWriter(input))
                OrderJson.Write(json, id, new ImageJob("/a.jpg", [], MaxPixels: 1, MaxMemory: 1, AllowTruncated: false));
            input.WriteByte((byte)'\n');
        }

        input.Write("{\"id\":2}\n"u8);
        input.Position = 0;
        // A monitor, which needs no end: the thread that waits may go on after the test.
        var gate = new object();
        var isRead = false;
        using var asked = new SemaphoreSlim(0);
        var orders = new OrderQueue(_ =>
        {
            asked.Release();
            lock (gate)
            {
                while (!isRead)
                    Monitor.Wait(gate);
            }
        });

        var filling = Task.Run(() => orders.Fill(input), TestContext.Current.CancellationToken);
        try
        {
            await filling.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.True(await asked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }
        finally
        {
            lock (gate)
            {
                isRead = true;
                Monitor.PulseAll(gate);
            }
        }
    }

    private static void Signal(string name, int processId)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{processId}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
