using Thumbs.Benchmarks.Corpora;
using Thumbs.Parameters;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>Everything that a part of the comparison needs.</summary>
/// <param name="options">As asked for.</param>
/// <param name="corpora">All of them, with their folders.</param>
/// <param name="installation">Of the tool.</param>
/// <param name="thumbnailers">The peers.</param>
internal sealed class Bench(
    CompareOptions options,
    IReadOnlyList<(Corpus Corpus, string Folder)> corpora,
    Installation installation,
    IReadOnlyList<Contender> thumbnailers)
{
    private int _outputs;

    public CompareOptions Options { get; } = options;

    public IReadOnlyList<(Corpus Corpus, string Folder)> Corpora { get; } = corpora;

    public Installation Installation { get; } = installation;

    public IReadOnlyList<Contender> Thumbnailers { get; } = thumbnailers;

    /// <summary>Of this process: one that was killed before it could delete its own does not matter.</summary>
    private string Outputs => Path.Combine(Options.Work, "out", $"{Environment.ProcessId}");

    /// <summary>A new output folder. All are deleted once everything is measured: ext4 without a journal is slow to make files where many were just deleted.</summary>
    /// <param name="name">Of the contender.</param>
    public string Output(string name) => Path.Combine(Outputs, $"{name} {++_outputs}");

    public void DeleteOutputs()
    {
        if (Directory.Exists(Outputs))
            Directory.Delete(Outputs, recursive: true);
    }

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
