namespace Thumbs.Benchmarks.Comparison;

/// <summary>Whole processes over whole corpora, against every peer.</summary>
internal static class SpeedPart
{
    public const string Name = "speed";

    /// <summary>The most that our time may be of theirs, on A, B and C.</summary>
    private static readonly Dictionary<string, double[]> Goals = new(StringComparer.Ordinal)
    {
        [Contenders.Pillow] = [0.85, 0.8, 0.95],
        [Contenders.Sharp] = [0.5, 0.58, 0.7],
        [Contenders.VipsThumbnail] = [0.35, 0.6, 0.85],
        [Contenders.Mogrify] = [0.25, 0.4, 0.3],
    };

    public static async Task<string> RunAsync(Bench bench)
    {
        var table = new MarkdownTable("corpus", "peer", "Thumbs, s", "peer, s", "ratio", "goal", "");
        var ours = Contenders.Thumbs(bench.Installation);
        foreach (var (i, (corpus, folder)) in bench.Corpora.Index())
        {
            foreach (var peer in bench.Thumbnailers)
            {
                Bench.Say($"{corpus.Title}: Thumbs and {peer.Name}");
                var result = await Pairs.MeasureAsync(
                    bench.Options.Rounds,
                    () => ours.TimeAsync(folder, bench.Output("thumbs"), corpus.Count),
                    () => peer.TimeAsync(folder, bench.Output("peer"), corpus.Count));
                table.Add([
                    corpus.Title, peer.Name, MarkdownTable.Seconds(result.Ours), MarkdownTable.Seconds(result.Theirs),
                    .. MarkdownTable.Judged(result.Ratio, Goals.GetValueOrDefault(peer.Name)?[i]),
                ]);
            }
        }

        return $"### Thumbnails inside 128 px\n\nWhole processes, start-up included, JPEG quality 75. Each ratio is the median of {bench.Options.Rounds} pairs of runs in turn.\n\n{table}";
    }
}
