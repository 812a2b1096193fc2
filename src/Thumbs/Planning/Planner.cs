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
        if (request.Sets is null && SetsOf(request).All(set => set.Renditions is { NameTemplate: null, Icons: false }))
            jobs = new SameNames(comparer, findings.Problems).ToldApart(jobs);
        var templates = (request.Sets?.Select(set => set.Renditions) ?? SetsOf(request).Select(set => set.Renditions)).Select(NameTemplate.For).ToList();
        if (templates.Exists(template => template.HasHash))
            jobs = [.. jobs.Select(job => job with { Renditions = LateName.ToldApart(job.Renditions) })];
        OutputNames.Check(jobs, comparer, request.Spell(OptionName.Name));
        var output = new OutputGuard(request.OutputFolder);
        output.Check(jobs);
        return new(jobs, findings) { Own = request.Shard is { } shard ? Division.JobsOf(jobs, shard) : jobs, Output = output, NamesMayMeet = templates.Exists(template => template.JoinsDigits) };
    }

    private static IReadOnlyList<InputSet> SetsOf(Request request) => request.InputSets ?? [new(request.Renditions, request.Inputs)];

    private static List<Job> JobsFor(Request request, Findings findings, CancellationToken cancellation)
    {
        var sets = SetsOf(request);
        var found = InputScan.Find(request, sets, findings, cancellation);
        var jobs = found.Zip(sets, (files, set) => JobsFor(request, files, set.Renditions));
        return sets.Count == 1 ? jobs.Single() : Joined(jobs);
    }

    private static List<Job> JobsFor(Request request, List<FoundFile> files, RenditionOptions options)
    {
        CheckIcons(request, files, options);
        var template = NameTemplate.For(options);
        var recipes = new RecipeBook(options, withPage: true);
        return files.ConvertAll(file => new Job(file.Source, RenditionsOf(file, recipes, template), options.Placeholder));
    }

    /// <summary>One job a source; what two sets ask for in the same way, and under the same name, is made once.</summary>
    private static List<Job> Joined(IEnumerable<List<Job>> sets) =>
    [
        .. sets.SelectMany(jobs => jobs)
            .GroupBy(job => job.Source.Path, StringComparer.Ordinal)
            .OrderBy(jobs => jobs.Key, StringComparer.Ordinal)
            .Select(jobs => new Job(
                jobs.First().Source,
                [.. jobs.SelectMany(job => job.Renditions).DistinctBy(rendition => (rendition.Output, rendition.Recipe.Canonical))],
                jobs.Any(job => job.Placeholder))),
    ];

    /// <summary>One job a source, although several sets may ask for renditions of it: it is decoded once.</summary>
    private static List<Job> JobsFor(Request request, IReadOnlyList<FileSet> sets, Findings findings, CancellationToken cancellation)
    {
        var bySource = new SortedDictionary<string, Job>(StringComparer.Ordinal);
        for (var i = 0; i < sets.Count; i++)
        {
            var template = NameTemplate.For(sets[i].Renditions);
            var recipes = new RecipeBook(sets[i].Renditions);
            var files = InputScan.Find(request, sets[i], findings, cancellation);
            CheckIcons(request, files, sets[i].Renditions);
            foreach (var file in files)
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

    /// <summary>The names of icons are those of no image.</summary>
    private static void CheckIcons(Request request, List<FoundFile> files, RenditionOptions options)
    {
        if (options.Icons && files.Count > 1)
        {
            throw new ThumbsException(Diagnostic.WrongOption.At(files[1].Source.Name,
                $"{request.Spell(OptionName.Icons)}: the icons of a site are made of one image, and there are {files.Count}: {files[0].Source.Name}, {files[1].Source.Name}{(files.Count > 2 ? " ..." : "")}"));
        }
    }

    private static string Below(string folder, string output) => folder.Length == 0 ? output : $"{folder}/{output}";

    private static Rendition[] RenditionsOf(FoundFile file, RecipeBook recipes, NameTemplate template)
    {
        // A file that is no image still gets a job: the worker reports best what is wrong with it.
        var format = FormatNames.ByName(file.Source.FileName)
            ?? (FormatNames.IsImageName(file.Source.FileName, FormatSet.OfPackage) ? null : FormatSignature.Of(file.Source.Path))
            ?? ImageFormat.Jpeg;
        var named = recipes.For(format);
        var renditions = new Rendition[named.Count];
        for (var i = 0; i < renditions.Length; i++)
            renditions[i] = new(named[i].Recipe, template.NameFor(file, named[i]));
        return renditions;
    }
}
