namespace Thumbs.Benchmarks.Comparison;

/// <summary>The cost of a run with almost nothing to do.</summary>
internal static class StartPart
{
    public const string Name = "start";

    /// <summary>Short runs vary more than the others, and cost less.</summary>
    private const int MoreRounds = 3;

    public static async Task<string> RunAsync(Bench bench)
    {
        Bench.Say("Starts: one image, and --version");
        var rounds = MoreRounds * bench.Options.Rounds;
        var table = new MarkdownTable("ours", "theirs", "ours, s", "theirs, s", "ratio", "goal", "");
        if (bench.Thumbnailers.FirstOrDefault(peer => peer.Name == Contenders.Sharp) is { } sharp)
        {
            var (folder, files) = Bench.Part("one", bench.Corpora[0].Folder, i => i == 0);
            var ours = Contenders.Thumbs(bench.Installation);
            Add("one image of A", "node with sharp on it", 1.2, await Pairs.MeasureAsync(
                rounds,
                () => ours.TimeAsync(folder, bench.Output("thumbs"), files),
                () => sharp.TimeAsync(folder, bench.Output("peer"), files)));
        }

        var (tool, empty) = (bench.Installation.Tool, bench.Installation.Empty);
        Add("`dotnet-thumbs --version`", "an empty .NET program", 1.4, await Pairs.MeasureAsync(
            rounds, new Command(tool, "--version").TimeAsync, new Command(empty).TimeAsync));

        // The SDK's own command line comes first, and looks for the program on the PATH.
        var path = new Dictionary<string, string>
        {
            ["PATH"] = string.Join(Path.PathSeparator, Path.GetDirectoryName(tool), Path.GetDirectoryName(empty), Environment.GetEnvironmentVariable("PATH")),
        };
        Add("`dotnet thumbs --version`", "an empty .NET program as `dotnet empty`", 1.4, await Pairs.MeasureAsync(
            rounds,
            new Command("dotnet", "thumbs", "--version") { Environment = path }.TimeAsync,
            new Command("dotnet", "empty") { Environment = path }.TimeAsync));
        return $"### Start\n\n{table}";

        void Add(string ours, string theirs, double goal, PairResult result) =>
            table.Add([ours, theirs, MarkdownTable.Seconds(result.Ours), MarkdownTable.Seconds(result.Theirs), .. MarkdownTable.Judged(result.Ratio, goal)]);
    }
}
