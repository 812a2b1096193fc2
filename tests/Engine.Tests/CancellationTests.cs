using Thumbs.Diagnostics;
using Thumbs.FakeWorker;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine.Tests;

public sealed class CancellationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thumbs-cancel-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outcomes_that_wait_to_be_taken_do_not_hold_up_the_end(bool withCache)
    {
        Directory.CreateDirectory(Path.Join(_folder, "in"));
        for (var i = 0; i < 400; i++)
            await File.WriteAllTextAsync(Path.Join(_folder, "in", $"{i}.jpg"), $"{i}", TestContext.Current.CancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = Path.Join(_folder, "out");
        var report = new StoppingReport(stop, output);
        var request = new Request
        {
            BaseFolder = _folder, Inputs = ["in"], OutputFolder = output, Jobs = 1, Sandbox = SandboxUse.Off, CacheFolder = withCache ? Path.Join(_folder, "cache") : null,
        };

        var summary = await ThumbsEngine.RunAsync(
            request, report, stop.Token, new WorkerCommand(DotnetHost.Path, [typeof(FakeJob).Assembly.Location, "images"], new Dictionary<string, string>(StringComparer.Ordinal)));

        Assert.Equal(ExitCode.Cancelled, summary.ExitCode);
        Assert.Equal(1, report.Outcomes);
        Assert.Empty(Directory.EnumerateFiles(output, "*.tmp", SearchOption.AllDirectories));
    }

    /// <summary>Is slow with the first outcome, until many others have come, and stops the run then.</summary>
    private sealed class StoppingReport(CancellationTokenSource stop, string output) : IReport
    {
        public int Outcomes { get; private set; }

        public void Done(Outcome outcome)
        {
            if (Outcomes++ == 0)
                Assert.True(SpinWait.SpinUntil(() => Directory.EnumerateFiles(output, "*.tmp").Count() > 100, TimeSpan.FromSeconds(60)));
            stop.Cancel();
        }

        public void Planned(int sources, long work)
        {
        }

        public void Noticed(Problem problem)
        {
        }

        public void Pruned(string path)
        {
        }

        public void Finished(Summary summary)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
