using System.Diagnostics;
using System.Globalization;

using Thumbs.Engine;
using Thumbs.FakeWorker;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Benchmarks;

/// <summary>The cost of the coordinator: whole runs over many sources, with workers that make nothing.</summary>
internal static class EngineCost
{
    /// <summary>How the tool itself is run (see its project file).</summary>
    private static readonly (string Name, string Value)[] Runtime = [("DOTNET_gcConcurrent", "0"), ("DOTNET_TieredPGO", "0")];

    /// <summary>Runs the engine, each time in a process of its own: with everything to make, with nothing, and with one source that has changed.</summary>
    /// <param name="jobs">The number of sources.</param>
    public static async Task PrintAsync(int jobs)
    {
        using var folder = new ScratchFolder();
        var sources = EmptySources.Make(folder.At("photos"), jobs);
        await PrintAsync("all made", folder.Path);
        await PrintAsync("all fresh", folder.Path);
        await File.WriteAllTextAsync(sources[jobs / 2], "another");
        await PrintAsync("one changed", folder.Path);
    }

    /// <summary>One run over the sources in a folder, in this process.</summary>
    public static async Task RunAsync(string folder)
    {
        var request = new Request { BaseFolder = folder, Inputs = ["photos"], OutputFolder = Path.Combine(folder, "out") };
        var command = new WorkerCommand(DotnetHost.Path, [typeof(FakeJob).Assembly.Location, "images"], new Dictionary<string, string>());
        await using var report = new SilentReport();
        var summary = await ThumbsEngine.RunAsync(request, report, CancellationToken.None, command);
        var process = Process.GetCurrentProcess();
        var jobs = summary.Made + summary.UpToDate;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Made} made, {summary.UpToDate} fresh in {summary.Elapsed.TotalSeconds:F2} s; planned after {report.PlannedAfter.TotalSeconds:F2} s, first made after {report.FirstMadeAfter?.TotalSeconds:F2} s; {process.TotalProcessorTime.TotalMicroseconds / jobs:F1} µs of processor time a job; peak {process.PeakWorkingSet64 >> 20} MiB"));
    }

    private static async Task PrintAsync(string what, string folder)
    {
        Console.Write($"{what}: ");
        var start = new ProcessStartInfo(DotnetHost.Path, [typeof(EngineCost).Assembly.Location, "engine", folder]);
        foreach (var (name, value) in Runtime)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The run ended with {process.ExitCode}.");
    }
}
