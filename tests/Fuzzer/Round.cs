using System.Text.RegularExpressions;

using NetVips;

using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Fuzzer;

/// <summary>What must not happen, and with which file.</summary>
internal sealed record Fault(string File, string What);

/// <summary>One run of the engine, with real workers, over a folder of mutants, and what must hold of it.</summary>
internal sealed partial class Round : IReport
{
    /// <summary>No mutant of a file of a few kB has a right to more.</summary>
    private static readonly Limits Limits = new() { Timeout = TimeSpan.FromSeconds(20), MaxMemory = 512L << 20, MaxPixels = 100_000_000 };

    /// <summary>Of an image that is refused; all others mean that a worker, the machine or the program failed.</summary>
    private const string Refusal = "THUMB01";

    private readonly string _folder;
    private readonly List<Outcome> _outcomes = [];
    private readonly List<Fault> _faults = [];

    private Round(string folder) => _folder = folder;

    private string Output => Path.Join(_folder, "out");

    /// <param name="folder">Absolute; the mutants are in <c>in</c> below it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The faults, and what was said of each file, without numbers and names: equal for files that are treated alike.</returns>
    public static async Task<(IReadOnlyList<Fault> Faults, IReadOnlyDictionary<string, string> Said)> RunAsync(string folder, CancellationToken cancellation)
    {
        var round = new Round(folder);
        await using (round)
        {
            var sources = round.Sources();
            var request = new Request
            {
                BaseFolder = folder,
                Inputs = ["in"],
                OutputFolder = round.Output,
                Limits = Limits,
                Renditions = new() { Boxes = [new Box(32, 32)], NameTemplate = "{name}.{ext}" },
            };
            var summary = await ThumbsEngine.RunAsync(request, round, cancellation);
            if (summary.ExitCode is not (ExitCode.Success or ExitCode.SomeFailed))
                round.Blame(folder, $"the run ended with {summary.ExitCode}");
            round.CheckOutcomes(sources.Count);
            round.CheckFiles(sources);
            return (round._faults, round._outcomes.ToDictionary(outcome => outcome.Source.Path, Said, StringComparer.Ordinal));
        }
    }

    public void Planned(int sources, long work)
    {
        // Compared at the end.
    }

    public void Noticed(Problem problem)
    {
        if (problem.IsError)
            Blame(problem.Path ?? _folder, problem.ToString());
    }

    public void Done(Outcome outcome) => _outcomes.Add(outcome);

    public void Pruned(string path) => Blame(path, "it was pruned");

    public void Finished(Summary summary)
    {
        // Returned.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Said(Outcome outcome) =>
        $"{outcome.Status} {string.Join(' ', outcome.Problems.Select(problem => $"{problem.Code} {Changing().Replace(problem.Text, "")}"))}";

    private void CheckOutcomes(int sources)
    {
        if (_outcomes.Count != sources)
            Blame(_folder, $"{sources} files, {_outcomes.Count} outcomes");
        foreach (var outcome in _outcomes)
        {
            foreach (var problem in outcome.Problems)
            {
                if (!problem.Code.StartsWith(Refusal, StringComparison.Ordinal) || problem.Diagnostic == Diagnostic.TimedOut)
                    Blame(outcome.Source.Path, $"{problem.Code} {problem.Text}");
            }

            if (outcome.Status == OutcomeStatus.Failed == (outcome.Renditions.Count > 0))
                Blame(outcome.Source.Path, $"{outcome.Status} with {outcome.Renditions.Count} renditions");
        }
    }

    /// <summary>The sources are what they were; each rendition is there and is a picture of the size told, and nothing else is there.</summary>
    private void CheckFiles(Dictionary<string, Digest> sources)
    {
        foreach (var changed in sources.Except(Sources()))
            Blame(changed.Key, "the source was changed");
        var renditions = _outcomes.SelectMany(outcome => outcome.Renditions.Select(rendition => (outcome.Source, File: rendition))).ToList();
        foreach (var (source, rendition) in renditions)
        {
            if (WhyNot(rendition) is { } why)
                Blame(source.Path, $"its rendition {why}");
        }

        var known = renditions.Select(rendition => rendition.File.Path).Append(Path.Join(Output, ".thumbs-state.json")).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(file => !sources.ContainsKey(file) && !known.Contains(file)))
            Blame(file, "nobody has asked for this file");
    }

    private static string? WhyNot(RenditionFile file)
    {
        try
        {
            if (Digest.OfFile(file.Path, CancellationToken.None) != file.Facts.Sha256)
                return "has other bytes than told";
            using var image = Image.NewFromFile(file.Path, failOn: Enums.FailOn.Error);
            _ = image.Avg();
            return image.Width == file.Facts.Width && image.Height == file.Facts.Height && image.Width <= 32 && image.Height <= 32
                ? null
                : $"is of {image.Width} x {image.Height} px, not {file.Facts.Width} x {file.Facts.Height}";
        }
        catch (Exception exception) when (exception is VipsException or IOException)
        {
            return exception.Message;
        }
    }

    private Dictionary<string, Digest> Sources() => Directory.EnumerateFiles(Path.Join(_folder, "in"))
        .ToDictionary(file => file, file => Digest.OfFile(file, CancellationToken.None), StringComparer.Ordinal);

    private void Blame(string file, string what) => _faults.Add(new(file, what));

    [GeneratedRegex(@"[\d.,×x]+|/\S+")]
    private static partial Regex Changing();
}
