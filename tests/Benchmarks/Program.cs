// What the coordinator costs by itself: dotnet run -c Release --project tests/Benchmarks -- [JOBS]
// Runs the engine over that many sources with workers that make nothing, twice: all to be made, then all up to date.
using System.Diagnostics;

using Thumbs.Benchmarks;
using Thumbs.Engine;
using Thumbs.Planning;
using Thumbs.Pool;

var jobs = args is [var count] ? int.Parse(count) : 100_000;
var folder = Directory.CreateTempSubdirectory("thumbs-benchmark-");
try
{
    for (var i = 0; i < jobs; i++)
    {
        var path = Path.Combine(folder.FullName, "photos", $"{i / 1000:D3}", $"image-{i:D6}.jpg");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "x");

        // Old enough for its time to be trusted: what is to be measured is a run that hashes nothing.
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
    }

    var request = new Request
    {
        BaseFolder = folder.FullName,
        Inputs = ["photos"],
        OutputFolder = Path.Combine(folder.FullName, "out"),
    };
    var worker = typeof(Thumbs.FakeWorker.FakeJob).Assembly.Location;
    var command = new WorkerCommand(DotnetHost.Path, [worker, "images"], new Dictionary<string, string?>());
    foreach (var run in new[] { "all made", "all fresh" })
    {
        var process = Process.GetCurrentProcess();
        var (time, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        var summary = await ThumbsEngine.RunAsync(request, new SilentReport(), CancellationToken.None, command);
        process.Refresh();
        Console.WriteLine(
            $"{run}: {summary.Made} made, {summary.Fresh} fresh in {time.Elapsed.TotalSeconds:F2} s; "
            + $"{(process.TotalProcessorTime - before).TotalMicroseconds / jobs:F1} µs of processor time a job; peak {process.PeakWorkingSet64 >> 20} MiB");
    }
}
finally
{
    folder.Delete(recursive: true);
}
