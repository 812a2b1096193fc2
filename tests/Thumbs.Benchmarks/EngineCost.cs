using System.Diagnostics;

using Thumbs.Engine;
using Thumbs.FakeWorker;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Benchmarks;

/// <summary>The cost of the coordinator: whole runs over many sources, with workers that make nothing.</summary>
internal static class EngineCost
{
    /// <summary>Runs the engine twice, first with everything to make, then with nothing, and prints the time of each run.</summary>
    /// <param name="jobs">The number of sources.</param>
    public static async Task PrintAsync(int jobs)
    {
        using var folder = new ScratchFolder();
        EmptySources.Make(folder.At("photos"), jobs);
        var request = new Request { BaseFolder = folder.Path, Inputs = ["photos"], OutputFolder = folder.At("out") };
        var command = new WorkerCommand(DotnetHost.Path, [typeof(FakeJob).Assembly.Location, "images"], new Dictionary<string, string>());
        foreach (var run in new[] { "all made", "all fresh" })
        {
            var process = Process.GetCurrentProcess();
            var (time, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
            var summary = await ThumbsEngine.RunAsync(request, new SilentReport(), CancellationToken.None, command);
            process.Refresh();
            Console.WriteLine(
                $"{run}: {summary.Made} made, {summary.UpToDate} fresh in {time.Elapsed.TotalSeconds:F2} s; "
                + $"{(process.TotalProcessorTime - before).TotalMicroseconds / jobs:F1} µs of processor time a job; peak {process.PeakWorkingSet64 >> 20} MiB");
        }
    }
}
