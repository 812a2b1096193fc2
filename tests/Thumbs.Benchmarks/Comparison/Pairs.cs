namespace Thumbs.Benchmarks.Comparison;

/// <summary>The result of running two programs in turn.</summary>
/// <param name="Ours">The median, in s.</param>
/// <param name="Theirs">The median, in s.</param>
/// <param name="Ratio">The median of the ratios of the pairs: a disturbance that lasts longer than a run affects both.</param>
internal sealed record PairResult(double Ours, double Theirs, double Ratio);

/// <summary>Runs two programs in turn, so that disturbances affect both.</summary>
internal static class Pairs
{
    /// <param name="rounds">Pairs of runs, after one that does not count.</param>
    /// <param name="ours">Gives the time of one run.</param>
    /// <param name="theirs">Gives the time of one run.</param>
    public static async Task<PairResult> MeasureAsync(int rounds, Func<Task<TimeSpan>> ours, Func<Task<TimeSpan>> theirs)
    {
        await ours();
        await theirs();
        var pairs = new List<(double Ours, double Theirs)>(rounds);
        for (var i = 0; i < rounds; i++)
        {
            // Each is the first as often as the other.
            var early = i % 2 == 0 ? await ours() : await theirs();
            var late = i % 2 == 0 ? await theirs() : await ours();
            pairs.Add(i % 2 == 0 ? (early.TotalSeconds, late.TotalSeconds) : (late.TotalSeconds, early.TotalSeconds));
        }

        return new(
            Median(pairs.Select(pair => pair.Ours)),
            Median(pairs.Select(pair => pair.Theirs)),
            Median(pairs.Select(pair => pair.Ours / pair.Theirs)));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
