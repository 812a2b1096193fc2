using System.Text;

using Thumbs.Benchmarks.Corpora;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>Measures Thumbs beside its peers, part by part, and writes the results as Markdown.</summary>
internal static class PeerComparison
{
    private const string Begin = "<!-- results -->", End = "<!-- /results -->";

    /// <summary>How much smaller the corpora are in a trial of the program.</summary>
    private const int QuickDivisor = 10;

    private static readonly IReadOnlyList<(string Name, Func<Bench, Task<string>> RunAsync)> Parts =
    [
        (SpeedPart.Name, SpeedPart.RunAsync),
        (ResponsivePart.Name, ResponsivePart.RunAsync),
        (WorkersPart.Name, WorkersPart.RunAsync),
        (DivisionPart.Name, DivisionPart.RunAsync),
        (StartPart.Name, StartPart.RunAsync),
        (MemoryPart.Name, MemoryPart.RunAsync),
        (PoolPart.Name, PoolPart.RunAsync),
        (QualityPart.Name, QualityPart.RunAsync),
    ];

    public static async Task RunAsync(CompareOptions options)
    {
        var load = MachineDescription.Load();
        var material = Material.Of(options.Photos);
        var maker = new CorpusMaker(Path.Combine(options.Work, "corpora"), material);
        var corpora = Corpus.All
            .Select(corpus => options.Quick ? corpus with { Count = corpus.Count / QuickDivisor } : corpus)
            .ToArray();
        maker.Make(corpora);
        var installation = await Installation.MakeAsync(Path.Combine(options.Work, "installed"));
        var bench = new Bench(options, [.. corpora.Select(corpus => (corpus, maker.FolderOf(corpus)))], installation, await Contenders.ThumbnailersAsync(options.Work));

        var text = new StringBuilder("## Results\n\n");
        if (options.Quick)
            text.Append("A trial of the program over a tenth of the corpora: these are no figures.\n\n");
        text.Append(await MachineDescription.DescribeAsync(bench, material.Name, load));
        foreach (var (_, runAsync) in Parts.Where(part => options.Includes(part.Name)))
            text.Append('\n').Append(await runAsync(bench));
        bench.DeleteOutputs();
        await WriteAsync(options.Output, text.ToString());
    }

    private static async Task WriteAsync(string? path, string text)
    {
        if (path is null)
        {
            await Console.Out.WriteAsync(text);
            return;
        }

        var before = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        var (begin, end) = (before.IndexOf(Begin, StringComparison.Ordinal), before.IndexOf(End, StringComparison.Ordinal));
        await File.WriteAllTextAsync(path, begin < 0 || end < begin ? text : $"{before[..(begin + Begin.Length)]}\n{text}{before[end..]}");
        Bench.Say($"Written to {path}");
    }
}
