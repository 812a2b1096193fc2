using Thumbs.FakeWorker;

namespace Thumbs.Pool.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task A_worker_that_says_why_it_cannot_work_ends_the_pool_with_its_words()
    {
        await using var fake = new FakePool(start: ["fatal", "no native library"]);

        var broken = await Assert.ThrowsAsync<PoolBrokenException>(() => fake.RunAsync(new FakeJob { Text = "never done" }));

        Assert.True(broken.SaidByWorker);
        Assert.Equal("no native library", broken.Message);
    }

    [Theory]
    [InlineData("exit", "7", "exit code 7: cannot start today")]
    [InlineData("garbage", "", "no hello")]
    [InlineData("protocol", "99", "no hello")]
    public async Task Workers_that_do_not_start_end_the_pool(string start, string parameter, string message)
    {
        await using var fake = new FakePool(start: [start, parameter]);

        var broken = await Assert.ThrowsAsync<PoolBrokenException>(() => fake.RunAsync(new FakeJob { Text = "never done" }));

        Assert.False(broken.SaidByWorker);
        Assert.Contains(message, broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_never_says_hello_is_killed_and_ends_the_pool()
    {
        await using var fake = new FakePool(workers: 1, start: ["never"], startTimeout: TimeSpan.FromMilliseconds(500));

        var broken = await Assert.ThrowsAsync<PoolBrokenException>(() => fake.RunAsync(new FakeJob { Text = "never done" }));

        Assert.Contains("did not say hello in time", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_exist_ends_the_pool()
    {
        var options = new PoolOptions
        {
            Command = new(Path.Combine(Path.GetTempPath(), "no-such-program"), [], new Dictionary<string, string>()),
            Workers = 2,
        };
        await using var pool = new WorkerPool<FakeJob, FakeResult>(options, FakePool.Wire);
        pool.Start(warm: 2);

        var broken = await Assert.ThrowsAsync<PoolBrokenException>(async () =>
        {
            await foreach (var _ in pool.Results.ReadAllAsync(TestContext.Current.CancellationToken))
                Assert.Fail("Nothing can be settled.");
        });

        Assert.Contains("no-such-program", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_is_done_does_not_wait_for_a_worker_that_is_not_ready()
    {
        var first = Path.Combine(Path.GetTempPath(), $"thumbs-first-{Guid.NewGuid():N}");
        await using var fake = new FakePool(workers: 2, start: ["first", first]);
        fake.Pool.Start(warm: 2);
        fake.Pool.Add(new FakeJob { Text = "all there is" }, 1);
        fake.Pool.Close();

        await fake.DrainAsync();
        await fake.Pool.DisposeAsync();

        File.Delete(first);
        Assert.Equal("all there is", Assert.Single(fake.Settled).Result!.Text);
    }
}
