using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

using Thumbs.FakeWorker;
using Thumbs.Images;
using Thumbs.Imaging.Library;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>
/// The utilization of a pool of 64 workers. The workers are fakes that sleep for as long as real images take,
/// since no machine at hand has 64 cores: the rest of the time is the pool's cost, and the fakes'.
/// </summary>
internal static class PoolPart
{
    public const string Name = "pool";

    private const int Workers = 64, JobsForEach = 100, Images = 100;

    /// <summary>Until all fakes have started and are compiled, they are measured and not the pool: the best round counts.</summary>
    private const int Rounds = 8;

    /// <summary>The least of so many is the time of an image without disturbance.</summary>
    private const int Tries = 3;

    private const double Goal = 0.95;

    private static readonly Wire<FakeJob, FakeResult> Wire = new(
        (writer, id, job) => JsonSerializer.Serialize(writer, new Order<FakeJob>(id, job), FakeJson.Default.OrderFakeJob),
        (ref Utf8JsonReader reader) => JsonSerializer.Deserialize(ref reader, FakeJson.Default.AnswerFakeResult)!,
        (_, _) => true);

    public static async Task<string> RunAsync(Bench bench)
    {
        var table = new MarkdownTable("images", "ms an image, median", "jobs a second", "at a job", "goal", "", "of the images' own time");
        var all = new List<double>();
        foreach (var (corpus, folder) in bench.Corpora)
        {
            Bench.Say($"{corpus.Title}: {Workers} fake workers");
            var times = TimesOf(folder, bench.Output("image"));
            all.AddRange(times);
            await AddAsync(corpus.Title, times);
        }

        await AddAsync("all of these, mixed", all);
        return $"### The pool at {Workers} workers\n\nFake workers sleep for as long as the image took here, alone and warm. \"At a job\" is the share of the workers' time "
            + $"from the first order to the last answer; the last column takes the images' times as they were asked for, not as the fakes slept.\n\n{table}";

        async Task AddAsync(string images, IReadOnlyList<double> times)
        {
            var (rate, busy, nominal) = await MeasureAsync(times);
            table.Add(
                images, Pairs.Median(times).ToString("F1"), rate.ToString("N0"), busy.ToString("P1"),
                $"≥ {Goal:P0}", MarkdownTable.Verdict(busy >= Goal), nominal.ToString("P1"));
        }
    }

    /// <summary>The time of each thumbnail of a corpus in a worker, in ms.</summary>
    private static List<double> TimesOf(string corpus, string output)
    {
        if (Libvips.Start() is { } fault)
            throw new InvalidOperationException(fault);
        var limits = new Limits();
        var recipe = new Recipe { Width = 128, Height = 128, Quality = 75 };
        var times = new List<double>(Images);
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        foreach (var path in Directory.EnumerateFiles(corpus).Order(StringComparer.Ordinal).Take(Images))
        {
            var job = new ImageJob(path, [new(recipe, output)], limits.MaxPixels, limits.MaxMemory, AllowTruncated: false);
            times.Add(Enumerable.Range(0, Tries).Min(_ => TimeOf(job)));
        }

        return times;
    }

    private static double TimeOf(ImageJob job)
    {
        var start = Stopwatch.GetTimestamp();
        ImageRenderer.Render(job);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <param name="times">Of images, in ms; repeated until each worker has its share.</param>
    /// <returns>Jobs a second; the share of the workers' time spent at jobs, as they tell it; the same with the times that were asked for.</returns>
    private static async Task<(double Rate, double Busy, double Nominal)> MeasureAsync(IReadOnlyList<double> times)
    {
        var command = new WorkerCommand(DotnetHost.Path, [typeof(FakeJob).Assembly.Location, "sleeper"], new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0" });
        await using var pool = new WorkerPool<FakeJob, FakeResult>(new() { Command = command, Workers = Workers }, Wire);
        pool.Start(warm: Workers);
        var jobs = Enumerable.Range(0, Workers * JobsForEach).Select(i => times[i % times.Count]).ToArray();
        var best = (Rate: 0.0, Busy: 0.0, Nominal: 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var busy = await RoundAsync(pool, jobs);
            var available = Workers * Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (jobs.Sum() / available > best.Nominal)
                best = (jobs.Length / (available / Workers / 1000), busy / available, jobs.Sum() / available);
        }

        return best;
    }

    /// <returns>The time that the workers spent at these jobs, in ms.</returns>
    private static async Task<double> RoundAsync(WorkerPool<FakeJob, FakeResult> pool, double[] times)
    {
        foreach (var time in times)
            pool.Add(new() { Text = "", Microseconds = (int)(time * 1000) }, (long)(time * 1000));
        var busy = 0.0;
        for (var i = 0; i < times.Length; i++)
        {
            var settled = await pool.Results.ReadAsync();
            busy += double.Parse(settled.Result?.Text ?? throw new InvalidOperationException(settled.Failure!.How), CultureInfo.InvariantCulture);
        }

        return busy / 1000;
    }
}
