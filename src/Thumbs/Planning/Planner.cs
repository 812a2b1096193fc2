using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>Turns a request into a plan: what to make, of which files, under which names. Writes nothing.</summary>
public static class Planner
{
    /// <summary>The plan of a request.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Looked at once a folder.</param>
    /// <param name="outputComparer">Equal where the output folder's disk has one file; found out from the disk where not given.</param>
    /// <exception cref="ThumbsException">The request is invalid; nothing should be done.</exception>
    public static Plan Make(Request request, CancellationToken cancellation, StringComparer? outputComparer = null)
    {
        var findings = new Findings();
        var comparer = outputComparer ?? DiskCase.ComparerFor(request.OutputFolder);
        IReadOnlyList<Job> jobs = request.Sets is { } sets
            ? JobsFor(request, sets, findings, cancellation)
            : JobsFor(request, findings, cancellation);
        if (request is { Sets: null, Renditions.NameTemplate: null })
            jobs = new SameNames(comparer, findings.Problems).ToldApart(jobs);
        OutputNames.Check(jobs, comparer, request.Spell(OptionName.Name));
        var output = new OutputGuard(request.OutputFolder);
        output.Check(jobs);
        return new(jobs, findings) { Own = request.Shard is { } shard ? Division.JobsOf(jobs, shard) : jobs, Output = output };
    }

    private static List<Job> JobsFor(Request request, Findings findings, CancellationToken cancellation)
    {
        var template = NameTemplate.For(request.Renditions);
        var recipes = new RecipeBook(request.Renditions);
        return InputScan.Find(request, findings, cancellation)
            .ConvertAll(file => new Job(file.Source, RenditionsOf(file, recipes, template), request.Renditions.Placeholder));
    }

    /// <summary>One job a source, although several sets may ask for renditions of it: it is decoded once.</summary>
    private static List<Job> JobsFor(Request request, IReadOnlyList<FileSet> sets, Findings findings, CancellationToken cancellation)
    {
        var bySource = new SortedDictionary<string, Job>(StringComparer.Ordinal);
        for (var i = 0; i < sets.Count; i++)
        {
            var template = NameTemplate.For(sets[i].Renditions);
            var recipes = new RecipeBook(sets[i].Renditions);
            foreach (var file in InputScan.Find(request, sets[i], findings, cancellation))
            {
                var renditions = RenditionsOf(file, recipes, template);
                for (var j = 0; j < renditions.Length; j++)
                    renditions[j] = renditions[j] with { Output = Below(sets[i].Folder, renditions[j].Output), Set = i };
                bySource[file.Source.Path] = bySource.TryGetValue(file.Source.Path, out var job)
                    ? job with { Renditions = [.. job.Renditions, .. renditions], Placeholder = job.Placeholder || sets[i].Renditions.Placeholder }
                    : new(file.Source, renditions, sets[i].Renditions.Placeholder);
            }
        }
        return [.. bySource.Values];
    }

    private static string Below(string folder, string output) => folder.Length == 0 ? output : $"{folder}/{output}";

    private static Rendition[] RenditionsOf(FoundFile file, RecipeBook recipes, NameTemplate template)
    {
        // A file that is no image still gets a job: the worker reports best what is wrong with it.
        var format = FormatNames.ByName(Path.GetFileName(file.Source.Path.AsSpan()))
            ?? (FormatNames.IsImageName(Path.GetFileName(file.Source.Path.AsSpan()), FormatSet.OfPackage) ? null : FormatSignature.Of(file.Source.Path))
            ?? ImageFormat.Jpeg;
        var named = recipes.For(format);
        var renditions = new Rendition[named.Count];
        for (var i = 0; i < renditions.Length; i++)
            renditions[i] = new(named[i].Recipe, template.NameFor(file, named[i]));
        return renditions;
    }
}
