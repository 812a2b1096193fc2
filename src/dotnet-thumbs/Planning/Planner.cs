using Thumbs.Diagnostics;

namespace Thumbs.Planning;

/// <summary>Turns a request into a plan: what to make, of which files, under which names. Writes nothing.</summary>
internal static class Planner
{
    /// <summary>The plan of a request.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="cancellation">Looked at once a folder.</param>
    /// <param name="outputComparer">Equal where the output folder's disk has one file; found out from the disk where not given.</param>
    /// <exception cref="ThumbsException">What was asked for makes no sense; nothing should be done.</exception>
    public static Plan Make(Request request, CancellationToken cancellation, StringComparer? outputComparer = null)
    {
        var template = NameTemplate.For(request.Renditions);
        var recipes = new RecipeBook(request.Renditions);
        var problems = new List<Problem>();
        var jobs = InputScan.Find(request, problems, cancellation)
            .ConvertAll(file => JobFor(file, recipes, template));
        OutputNames.Check(jobs, outputComparer ?? DiskCase.ComparerFor(request.OutputFolder));
        new OutputGuard(request.OutputFolder).Check(jobs);
        return new(jobs, problems);
    }

    private static Job JobFor(FoundFile file, RecipeBook recipes, NameTemplate template)
    {
        // A file that is no image at all still gets a job: the worker can say best what is wrong with it.
        var format = FormatNames.ByName(Path.GetFileName(file.Source.Path.AsSpan()))
            ?? (FormatNames.UnreadableByName(Path.GetFileName(file.Source.Path.AsSpan())) is null ? FormatSignature.Of(file.Source.Path) : null)
            ?? ImageFormat.Jpeg;
        var named = recipes.For(format);
        var renditions = new Rendition[named.Count];
        for (var i = 0; i < renditions.Length; i++)
            renditions[i] = new(named[i].Recipe, template.NameFor(file, named[i]));
        return new(file.Source, renditions);
    }
}
