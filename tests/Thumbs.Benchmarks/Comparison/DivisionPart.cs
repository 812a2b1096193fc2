using System.Diagnostics;

using Thumbs.Engine;
using Thumbs.FakeWorker;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>Few large photos with many renditions each: whether all cores have their share of one source.</summary>
internal static class DivisionPart
{
    public const string Name = "division";

    private const int Renditions = 15, FakeCores = 16, FakePhotos = 3;

    private const double FakeGoal = 1.15;

    private static readonly int[] Widths = [640, 1280, 1920, 2560, 3840];

    private static readonly ImageFormat[] Formats = [ImageFormat.Avif, ImageFormat.WebP, ImageFormat.Jpeg];

    /// <summary>By the number of photos: against one worker, and against sharp.</summary>
    private static readonly (int Photos, double OneWorker, double Sharp)[] Goals = [(1, 0.58, 0.62), (3, 0.56, 0.62)];

    public static async Task<string> RunAsync(Bench bench)
    {
        var table = new MarkdownTable("photos", "against", "two workers, s", "the other, s", "ratio", "goal", "");
        var sharp = await Contenders.SharpAllAsync(bench.Options.Work);
        foreach (var (photos, oneWorker, ofSharp) in Goals)
        {
            await AddAsync(photos, "one worker", Thumbs(bench.Installation, 1), oneWorker);
            if (sharp is not null)
                await AddAsync(photos, "sharp, all at once", sharp, ofSharp);
        }

        Bench.Say($"{FakePhotos} photos on {FakeCores} fake cores");
        var (time, work) = await FakesAsync();
        return $"""
            ### Few photos, many renditions

            Widths 640 to 3840 in AVIF, WebP and JPEG, {Renditions} renditions of each of the first photos of C.

            {table}
            {FakePhotos} such photos on {FakeCores} cores, with fake workers that sleep for as long as each rendition is estimated to take: {time:F2} s, {time / (work / FakeCores):F2} of a
            sixteenth of the work (goal ≤ {FakeGoal}). The largest AVIF alone takes {LargestOf():F2} s, {LargestOf() / (work / FakeCores):F2} of it.

            """;

        async Task AddAsync(int photos, string against, Contender other, double goal)
        {
            Bench.Say($"{photos} photos, {Renditions} renditions each: two workers and {against}");
            var (folder, files) = Bench.Part($"first-{photos}", bench.Corpora[2].Folder, i => i < photos);
            var ours = Thumbs(bench.Installation, 2);
            var result = await Pairs.MeasureAsync(
                Math.Min(bench.Options.Rounds, 3),
                () => ours.TimeAsync(folder, bench.Output("thumbs"), Renditions * files),
                () => other.TimeAsync(folder, bench.Output("peer"), Renditions * files));
            table.Add([$"{files}", against, MarkdownTable.Seconds(result.Ours), MarkdownTable.Seconds(result.Theirs), .. MarkdownTable.Judged(result.Ratio, goal)]);
        }
    }

    private static Contender Thumbs(Installation installation, int workers) => Contenders.Thumbs(
        installation, "--jobs", $"{workers}", "--widths", string.Join(',', Widths), "--format", "avif,webp,jpeg", "--quality", "avif=50", "--timeout", "10m");

    /// <returns>The time of a run with as many fake workers as there are cores, and what all of it is estimated to cost, in s.</returns>
    private static async Task<(double Time, double Work)> FakesAsync()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder.At("photos"));
        for (var i = 0; i < FakePhotos; i++)
            await File.WriteAllBytesAsync(folder.At($"photos/{i}.jpg"), new byte[FakePhoto]);
        var request = new Request
        {
            BaseFolder = folder.Path,
            Inputs = ["photos"],
            OutputFolder = folder.At("out"),
            Jobs = FakeCores,
            Sandbox = SandboxUse.Off,
            Renditions = new() { Boxes = [.. Widths.Select(width => new Box(width, null))], Formats = [.. Formats] },
        };
        var command = new WorkerCommand(DotnetHost.Path, [typeof(FakeJob).Assembly.Location, "costs", folder.At("log")], new Dictionary<string, string>());
        Directory.CreateDirectory(folder.At("log"));
        var watch = Stopwatch.StartNew();
        await ThumbsEngine.RunAsync(request, new SilentReport(), CancellationToken.None, command);
        return (watch.Elapsed.TotalSeconds, FakePhotos * Widths.Sum(width => Formats.Sum(format => CostOf(width, format))));
    }

    private const int FakePhoto = 1_000_000;

    private static double LargestOf() => CostOf(Widths[^1], ImageFormat.Avif);

    private static double CostOf(int width, ImageFormat format) =>
        RenditionCost.Of(new Recipe { Width = width, Format = format, Effort = format == ImageFormat.Avif ? 4 : 6 }, FakePhoto, isDrawing: false) / 1e6;
}
