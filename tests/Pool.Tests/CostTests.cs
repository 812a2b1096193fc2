using System.Diagnostics;

using Thumbs.FakeWorker;

namespace Thumbs.Pool.Tests;

public sealed class CostTests
{
    private const int Jobs = 5_000, Rounds = 8;

    [Fact]
    public async Task A_job_costs_the_coordinator_less_than_50_microseconds()
    {
        Platform.SkipOnWine("reading and writing a pipe costs several times what it costs on a system of its own.");
        await using var fake = new FakePool();
        fake.Pool.Start(warm: 2);

        // The first rounds include compilation, and any may be disturbed by the rest of the machine: the best round
        // shows what a job costs.
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            await RoundAsync(fake);
            var cost = (Process.GetCurrentProcess().TotalProcessorTime - before) / Jobs;
            best = cost < best ? cost : best;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{best.TotalMicroseconds:F1} µs of processor time a job");
        Assert.InRange(best.TotalMicroseconds, 0, 50);
    }

    private static async Task RoundAsync(FakePool fake)
    {
        for (var i = 0; i < Jobs; i++)
            fake.Pool.Add(new FakeJob { Text = $"photos/2026/image-{i:D6}.jpg" }, cost: 1);
        for (var i = 0; i < Jobs; i++)
        {
            var settled = await fake.Pool.Results.ReadAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(settled.Result);
        }
    }
}
