using System.Diagnostics;
using System.Globalization;

using Thumbs.Engine;
using Thumbs.FakeWorker;
using Thumbs.Imaging.Writing;

namespace Thumbs.Pool.Tests;

public sealed class FailureTests
{
    /// <summary>The ways of a worker's death that count against the job.</summary>
    public static TheoryData<string> Deaths => [nameof(Deed.Exit), nameof(Deed.Abort), nameof(Deed.Kill), nameof(Deed.HalfAnswer)];

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task A_job_that_kills_its_workers_fails_and_the_others_are_done(string deed)
    {
        await using var fake = new FakePool();
        var bad = new FakeJob { Text = "bad", Deed = Enum.Parse<Deed>(deed), ExitCode = 42 };
        var good = Enumerable.Range(0, 20).Select(i => new FakeJob { Text = $"good {i}" });

        var settled = await fake.RunAsync([bad, .. good]);

        Assert.Equal(21, settled.Count);
        Assert.Equal(FailureKind.Died, settled.Single(end => end.Job == bad).Failure?.Kind);
        Assert.All(settled.Where(end => end.Job != bad), end => Assert.Equal(end.Job.Text, end.Result?.Text));
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    [InlineData(nameof(Deed.Garbage))]
    [InlineData(nameof(Deed.AnswerAnother))]
    [InlineData(nameof(Deed.Unfit))]
    public async Task A_job_whose_worker_dies_once_is_done_by_the_next(string deed)
    {
        await using var fake = new FakePool(workers: 1);
        var unlucky = new FakeJob { Text = "unlucky", Deed = Enum.Parse<Deed>(deed), OnceFile = fake.FileNamed("died") };

        var settled = await fake.RunAsync(unlucky, new FakeJob { Text = "next" });

        Assert.Equal(["next", "unlucky"], settled.Select(end => end.Result?.Text).Order());
        Assert.True(File.Exists(fake.FileNamed("died")));
    }

    [Fact]
    public async Task How_a_worker_ended_is_told()
    {
        await using var fake = new FakePool();

        var settled = await fake.RunAsync(
            new FakeJob { Text = "exit", Deed = Deed.Exit, ExitCode = 42 },
            new FakeJob { Text = "abort", Deed = Deed.Abort });

        Assert.Contains("42", settled.Single(end => end.Job.Text == "exit").Failure!.How, StringComparison.Ordinal);
        Assert.Contains(
            OperatingSystem.IsWindows() ? "(fail fast" : "(SIGABRT)",
            settled.Single(end => end.Job.Text == "abort").Failure!.How,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(unchecked((int)0xC0000005), "ended with exit code 0xC0000005 (access violation)")]
    [InlineData(unchecked((int)0xC00000FD), "ended with exit code 0xC00000FD (stack overflow)")]
    [InlineData(unchecked((int)0xC0000135), "ended with exit code 0xC0000135 (a DLL was not found)")]
    [InlineData(unchecked((int)0xC0001234), "ended with exit code 0xC0001234")]
    [InlineData(42, "ended with exit code 42")]
    [InlineData(-1, "ended with exit code -1")]
    public void What_Windows_says_of_an_end_is_told_in_words(int exitCode, string told) =>
        Assert.Equal(told, ProcessEnd.OnWindows(exitCode));

    [Fact]
    public async Task A_hung_worker_is_killed_at_the_timeout_and_its_job_not_tried_again()
    {
        await using var fake = new FakePool(jobTimeout: TimeSpan.FromSeconds(1));
        var hung = new FakeJob { Text = "hung", Deed = Deed.Hang, OnceFile = fake.FileNamed("hung") };

        var settled = await fake.RunAsync(hung, new FakeJob { Text = "good" });

        // A second attempt would have answered.
        Assert.Equal(FailureKind.TimedOut, settled.Single(end => end.Job == hung).Failure?.Kind);
        Assert.Equal("good", settled.Single(end => end.Job != hung).Result?.Text);
    }

    [Fact]
    public async Task What_a_hung_worker_has_started_is_killed_with_it()
    {
        // It holds the worker's output open: if it were left alive, the worker's end would not be noticed.
        await using var fake = new FakePool(workers: 1, jobTimeout: TimeSpan.FromSeconds(3));
        var hung = new FakeJob { Text = "hung", Deed = Deed.HangWithChild, OutputFile = fake.FileNamed("child") };

        var settled = await fake.RunAsync(hung, new FakeJob { Text = "good" });

        Assert.Equal(FailureKind.TimedOut, settled.Single(end => end.Job == hung).Failure?.Kind);
        Assert.Equal("good", settled.Single(end => end.Job != hung).Result?.Text);
        var child = int.Parse(await File.ReadAllTextAsync(hung.OutputFile, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(() => !Process.GetProcesses().Any(process => process.Id == child));
    }

    [Fact]
    public async Task The_timeout_is_for_one_job_not_for_those_before_it()
    {
        await using var fake = new FakePool(workers: 1, jobTimeout: TimeSpan.FromSeconds(2));
        var jobs = Enumerable.Range(0, 3)
            .Select(i => new FakeJob { Text = $"{i}", OutputFile = fake.FileNamed($"begun {i}"), WaitForFile = fake.FileNamed($"go {i}") })
            .ToArray();
        fake.Start(jobs);
        var draining = fake.DrainAsync();

        // Each is held for more than half of the timeout: together they take longer than it.
        for (var i = 0; i < jobs.Length; i++)
        {
            var held = Stopwatch.StartNew();
            using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            while (!File.Exists(jobs[i].OutputFile) || held.Elapsed < TimeSpan.FromSeconds(1.2))
                await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await fake.MakeFileAsync($"go {i}");
        }

        await draining;
        Assert.All(fake.Settled, end => Assert.NotNull(end.Result));
    }

    [Fact]
    public async Task A_worker_beyond_its_memory_is_killed()
    {
        await using var fake = new FakePool(maxMemory: 200 << 20);
        var greedy = new FakeJob { Text = "greedy", Deed = Deed.Allocate, Bytes = 400 << 20 };

        var settled = await fake.RunAsync(greedy, new FakeJob { Text = "modest" });

        Assert.Equal(FailureKind.OutOfMemory, settled.Single(end => end.Job == greedy).Failure?.Kind);
        Assert.Equal("modest", settled.Single(end => end.Job != greedy).Result?.Text);
    }

    [Theory]
    [InlineData(nameof(Deed.Garbage))]
    [InlineData(nameof(Deed.AnswerAnother))]
    [InlineData(nameof(Deed.Unfit))]
    public async Task Garbage_instead_of_an_answer_fails_the_job_only(string deed)
    {
        await using var fake = new FakePool(workers: 1);

        var settled = await fake.RunAsync(
            new FakeJob { Text = "garbled", Deed = Enum.Parse<Deed>(deed) }, new FakeJob { Text = "good" });

        Assert.Equal(FailureKind.Garbled, settled.Single(end => end.Job.Text == "garbled").Failure?.Kind);
        Assert.Equal("good", settled.Single(end => end.Job.Text == "good").Result?.Text);
    }

    [Fact]
    public async Task All_workers_may_die_at_once()
    {
        await using var fake = new FakePool(workers: 3);
        FakeJob Dying(int i, int other) => new()
        {
            Text = $"dying {i}",
            OutputFile = fake.FileNamed($"begun {i}"),
            WaitForFile = fake.FileNamed($"begun {other}"),
            Deed = Deed.Abort,
            OnceFile = fake.FileNamed($"died {i}"),
        };
        var good = Enumerable.Range(0, 10).Select(i => new FakeJob { Text = $"good {i}" });

        // Each dies only once the next has begun, so that all three are at work when they die.
        var settled = await fake.RunAsync([Dying(0, 1), Dying(1, 2), Dying(2, 0), .. good]);

        Assert.Equal(13, settled.Count);
        Assert.All(settled, end => Assert.Equal(end.Job.Text, end.Result?.Text));
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(File.Exists(fake.FileNamed($"died {i}"))));
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_settled_twice_whatever_workers_do()
    {
        await using var fake = new FakePool(workers: 3, jobTimeout: TimeSpan.FromSeconds(5));
        Deed[] deeds = [Deed.Answer, Deed.Exit, Deed.Answer, Deed.Garbage, Deed.Answer, Deed.HalfAnswer, Deed.Answer, Deed.Kill];
        var jobs = Enumerable.Range(0, 64).Select(i => new FakeJob
        {
            Text = $"job {i}",
            Deed = deeds[i % deeds.Length],
            OnceFile = fake.FileNamed($"once {i}"),
            OutputFile = fake.FileNamed($"temporary {i}"),
        }).ToArray();
        fake.Start(jobs);

        // Like the engine: a file is renamed when its job is settled. A second settlement would not find its file.
        await foreach (var end in fake.Pool.Results.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Assert.NotNull(end.Result);
            File.Move(end.Job.OutputFile!, fake.FileNamed($"final {end.Job.Text}"), overwrite: false);
            fake.Settled.Enqueue(end);
        }

        Assert.Equal(jobs.Length, fake.Settled.Count);
        Assert.All(jobs, job => Assert.True(File.Exists(fake.FileNamed($"final {job.Text}"))));
        Assert.All(jobs, job => Assert.False(File.Exists(job.OutputFile)));
    }
}
