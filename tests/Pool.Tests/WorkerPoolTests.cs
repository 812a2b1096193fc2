using Thumbs.Engine;
using Thumbs.FakeWorker;
using Thumbs.Imaging.Writing;

namespace Thumbs.Pool.Tests;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Every_job_is_settled_once_with_its_own_result(int workers)
    {
        await using var fake = new FakePool(workers);
        var jobs = Enumerable.Range(0, 200).Select(i => new FakeJob { Text = $"job {i}" }).ToArray();

        var settled = await fake.RunAsync(jobs);

        Assert.Equal(jobs.Length, settled.Count);
        Assert.All(settled, end => Assert.Equal(end.Job.Text, end.Result?.Text));
        Assert.Equal(jobs.Select(job => job.Text).Order(), settled.Select(end => end.Job.Text).Order());
    }

    [Fact]
    public async Task A_single_small_order_reaches_its_worker()
    {
        // On Windows the stream to a process buffers up to 4,096 bytes.
        await using var fake = new FakePool(workers: 1, jobTimeout: TimeSpan.FromSeconds(20));

        var settled = await fake.RunAsync(new FakeJob { Text = "small" });

        Assert.Equal("small", Assert.Single(settled).Result?.Text);
    }

    [Fact]
    public async Task A_pool_without_jobs_ends_at_once_and_starts_no_worker()
    {
        // Workers that never say hello: if one were started, the pool would wait for it.
        await using var fake = new FakePool(start: ["never"]);

        Assert.Empty(await fake.RunAsync());
    }

    [Fact]
    public async Task The_largest_job_is_begun_first()
    {
        await using var fake = new FakePool(workers: 1);
        fake.Pool.Add(new FakeJob { Text = "small" }, 1);
        fake.Pool.Add(new FakeJob { Text = "large" }, 100);
        fake.Pool.Add(new FakeJob { Text = "middling" }, 10);
        fake.Pool.Close();
        fake.Pool.Start(warm: 0);

        await fake.DrainAsync();

        Assert.Equal(["large", "middling", "small"], fake.Settled.Select(end => end.Job.Text));
    }

    [Fact]
    public async Task Jobs_may_be_added_while_others_are_done()
    {
        await using var fake = new FakePool();
        fake.Pool.Start(warm: 2);
        fake.Pool.Add(new FakeJob { Text = "early" }, 1);
        await using var results = fake.Pool.Results.ReadAllAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal("early", results.Current.Result?.Text);

        fake.Pool.Add(new FakeJob { Text = "late" }, 1);
        fake.Pool.Close();

        Assert.True(await results.MoveNextAsync());
        Assert.Equal("late", results.Current.Result?.Text);
        Assert.False(await results.MoveNextAsync());
    }

    [Fact]
    public async Task A_slow_job_holds_nobody_else_up()
    {
        await using var fake = new FakePool();
        var slow = new FakeJob { Text = "slow", WaitForFile = fake.FileNamed("go") };
        var others = Enumerable.Range(0, 20).Select(i => new FakeJob { Text = $"quick {i}" });
        fake.Start([slow, .. others]);

        await foreach (var settled in fake.Pool.Results.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            fake.Settled.Enqueue(settled);
            if (fake.Settled.Count == 20)
                await fake.MakeFileAsync("go");
        }

        // If one of the others were queued behind it, the file would never be made.
        Assert.Equal("slow", fake.Settled.Last().Job.Text);
        Assert.Equal(21, fake.Settled.Count);
    }

    [Fact]
    public async Task Both_workers_are_used_at_once()
    {
        await using var fake = new FakePool();
        var first = new FakeJob { Text = "a", OutputFile = fake.FileNamed("a"), WaitForFile = fake.FileNamed("b") };
        var second = new FakeJob { Text = "b", OutputFile = fake.FileNamed("b"), WaitForFile = fake.FileNamed("a") };

        var settled = await fake.RunAsync(first, second);

        // Each waits for the other to have begun.
        Assert.Equal(2, settled.Select(end => end.Result?.ProcessId).Distinct().Count());
    }

    [Fact]
    public async Task A_worker_that_is_slow_to_start_is_waited_for()
    {
        var file = Path.Combine(Path.GetTempPath(), $"thumbs-{Guid.NewGuid():N}");
        await using var fake = new FakePool(workers: 1, start: ["slow", file]);
        fake.Start(new FakeJob { Text = "patient" });

        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        await fake.DrainAsync();

        Assert.Equal("patient", Assert.Single(fake.Settled).Result?.Text);
        File.Delete(file);
    }

    [Fact]
    public async Task What_a_worker_writes_to_standard_error_goes_with_its_job()
    {
        await using var fake = new FakePool(workers: 1);

        // One after the other: of two in the queue of a worker, the second may write before the first one's answer is read.
        fake.Pool.Start(warm: 1);
        fake.Pool.Add(new FakeJob { Text = "silent" }, cost: 1);
        var silent = await fake.Pool.Results.ReadAsync(TestContext.Current.CancellationToken);
        fake.Pool.Add(new FakeJob { Text = "dies", StandardError = "libpng error: bad chunk", Deed = Deed.Exit, ExitCode = 3 }, cost: 1);
        fake.Pool.Close();
        await fake.DrainAsync();

        Assert.Equal("", silent.StandardError);
        Assert.Contains("libpng error: bad chunk", Assert.Single(fake.Settled).StandardError, StringComparison.Ordinal);
    }
}
