using Thumbs.Benchmarks.Corpora;
using Thumbs.Parameters;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>Everything that a part of the comparison needs.</summary>
/// <param name="Options">As asked for.</param>
/// <param name="Corpora">All of them, with their folders.</param>
/// <param name="Installation">Of the tool.</param>
/// <param name="Thumbnailers">The peers.</param>
internal sealed record Bench(
    CompareOptions Options,
    IReadOnlyList<(Corpus Corpus, string Folder)> Corpora,
    Installation Installation,
    IReadOnlyList<Contender> Thumbnailers)
{
    /// <summary>The output folder of a contender.</summary>
    /// <param name="name">Of the contender.</param>
    public string Output(string name) => Path.Combine(Options.Work, "out", name);

    /// <summary>Some files of a corpus in a folder of their own; copied when first asked for.</summary>
    /// <param name="name">Of the folder.</param>
    /// <param name="corpus">The folder of the corpus.</param>
    /// <param name="choose">Which files, by their places in the order of their names.</param>
    /// <returns>The folder, and how many files it holds.</returns>
    public static (string Folder, int Files) Part(string name, string corpus, Func<int, bool> choose)
    {
        var folder = $"{corpus}-{name}";
        var chosen = Directory.EnumerateFiles(corpus).Order(StringComparer.Ordinal).Where((_, i) => choose(i)).ToArray();
        Directory.CreateDirectory(folder);
        foreach (var path in chosen)
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
        return (folder, chosen.Length);
    }

    public static void Say(string text) => Console.Error.WriteLine(text);
}
