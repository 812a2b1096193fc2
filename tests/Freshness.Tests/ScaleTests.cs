using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

/// <summary>Memory cannot be measured while other tests run.</summary>
[CollectionDefinition(nameof(ScaleTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(ScaleTests))]
public sealed class ScaleTests : IDisposable
{
    private const int Count = 100_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("freshness-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Output => Path.Join(_folder, "thumbs");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Times are of the processor, so that a busy machine does not matter; a bound leaves room for a slow machine and fails for anything quadratic.</summary>
    [Fact]
    public async Task A_hundred_thousand_sources_are_recorded_read_and_judged_quickly_and_in_little_memory()
    {
        Platform.SkipOnWine("each name is looked up by a search through its folder, which takes minutes for a hundred thousand.");
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(Path.Join(Output, "made.jpg"), "a rendition", Cancellation);
        Record();
        // Otherwise the test would continue on a stack whose frames still hold the ledger.
        await Task.Yield();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Environment.CpuUsage.TotalTime;
        using var ledger = Open();
        Tell("opened", start);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.SendDiagnosticMessage($"{bytes / 1_000_000} MB for a state file of {new FileInfo(Path.Join(Output, ".thumbs-state.json")).Length / 1_000_000} MB");
        Assert.InRange(bytes, 1_000_000, 70_000_000);

        start = Environment.CpuUsage.TotalTime;
        foreach (var job in Jobs())
            Assert.False((ledger.Judge(job, Cancellation)).IsFresh);
        Tell("judged", start);
    }

    /// <summary>In a method of its own, so that nothing of it is still referenced when the memory is measured.</summary>
    private void Record()
    {
        var start = Environment.CpuUsage.TotalTime;
        using var ledger = Open();
        var i = 0;
        foreach (var job in Jobs())
        {
            var sha256 = Digest.Parse($"{++i:x64}");
            ledger.Record(job, Verdict.NothingIsFresh(job), new(ImageFormat.Jpeg, 4000, 3000, 1, job.Source.Length, sha256), [new(0, new(128, 96, 4000, sha256))]);
        }
        Tell("recorded", start);
        start = Environment.CpuUsage.TotalTime;
        ledger.Save();
        Tell("saved", start);
    }

    private Ledger Open() => Ledger.Open(Output, EngineVersions.Load(), DateTime.UtcNow, Cancellation);

    private IEnumerable<Job> Jobs()
    {
        var recipe = new Recipe { Width = 128, Height = 128, Format = ImageFormat.Jpeg };
        return Enumerable.Range(0, Count).Select(i => new Job(
            SourceAt.Of(Path.Join(_folder, "in", $"album {i / 1000}", $"DSC_{i:000000}.JPG"), "", 5_000_000 + i, DateTime.UnixEpoch.AddSeconds(i)),
            [new Rendition(recipe, $"album {i / 1000}/DSC_{i:000000}.JPG")]));
    }

    private static void Tell(string what, TimeSpan start)
    {
        var taken = Environment.CpuUsage.TotalTime - start;
        TestContext.Current.SendDiagnosticMessage($"{what} in {taken.TotalMilliseconds:0} ms");
        Assert.True(taken < TimeSpan.FromSeconds(10), $"{what} in {taken}");
    }
}
