namespace Thumbs.Benchmarks.Comparison;

/// <summary>Six renditions of each source: three widths in JPEG and in WebP.</summary>
internal static class ResponsivePart
{
    public const string Name = "responsive";

    private const int Sources = 60, Renditions = 6;

    private static readonly Dictionary<string, double> Goals = new(StringComparer.Ordinal)
    {
        [Contenders.Pillow] = 1.05,
        [Contenders.Sharp] = 0.75,
    };

    public static async Task<string> RunAsync(Bench bench)
    {
        var (corpus, all) = bench.Corpora[1];
        var (folder, files) = Bench.Part("first", all, i => i < Sources);
        var ours = Contenders.Thumbs(bench.Installation, "--widths", "320,640,1280", "--format", "jpeg,webp");
        var table = new MarkdownTable("peer", "Thumbs, s", "peer, s", "ratio", "goal", "");
        foreach (var peer in await Contenders.ResponsiveAsync(bench.Options.Work))
        {
            Bench.Say($"Responsive set: Thumbs and {peer.Name}");
            var result = await Pairs.MeasureAsync(
                bench.Options.Rounds,
                () => ours.TimeAsync(folder, bench.Output("thumbs"), Renditions * files),
                () => peer.TimeAsync(folder, bench.Output("peer"), Renditions * files));
            table.Add([peer.Name, MarkdownTable.Seconds(result.Ours), MarkdownTable.Seconds(result.Theirs), .. MarkdownTable.Judged(result.Ratio, Goals[peer.Name])]);
        }

        return $"### Responsive set\n\nWidths 320, 640 and 1280 in JPEG and WebP, quality 75, of the first {files} files of {corpus.Name}.\n\n{table}";
    }
}
