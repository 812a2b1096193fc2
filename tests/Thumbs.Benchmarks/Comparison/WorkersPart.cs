using System.Diagnostics;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>Two workers of one run against two runs with one worker each, over half the images each, that start together.</summary>
internal static class WorkersPart
{
    public const string Name = "workers";

    private const double Goal = 1.03;

    public static async Task<string> RunAsync(Bench bench)
    {
        var table = new MarkdownTable("corpus", "two workers, s", "two runs, s", "ratio", "goal", "");
        var (one, two) = (Contenders.Thumbs(bench.Installation, "--jobs", "1"), Contenders.Thumbs(bench.Installation, "--jobs", "2"));
        foreach (var (corpus, folder) in bench.Corpora)
        {
            Bench.Say($"{corpus.Title}: two workers and two runs");
            var even = Bench.Part("even", folder, i => i % 2 == 0);
            var odd = Bench.Part("odd", folder, i => i % 2 == 1);
            var result = await Pairs.MeasureAsync(
                bench.Options.Rounds,
                () => two.TimeAsync(folder, bench.Output("thumbs"), corpus.Count),
                () => TogetherAsync(one, (even, bench.Output("even")), (odd, bench.Output("odd"))));
            table.Add([corpus.Title, MarkdownTable.Seconds(result.Ours), MarkdownTable.Seconds(result.Theirs), .. MarkdownTable.Judged(result.Ratio, Goal)]);
        }

        return $"### Two workers\n\nOne run with two workers, against two runs with one worker each over half of the images, started together.\n\n{table}";
    }

    /// <returns>The time until both are done.</returns>
    private static async Task<TimeSpan> TogetherAsync(Contender contender, params IReadOnlyList<((string Folder, int Files) Sources, string Output)> runs)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(runs.Select(run => contender.TimeAsync(run.Sources.Folder, run.Output, run.Sources.Files)));
        return Stopwatch.GetElapsedTime(start);
    }
}
