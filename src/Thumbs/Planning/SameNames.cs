using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>
/// Tells sources of one name apart, such as <c>logo.png</c> beside <c>logo.svg</c>: the one whose format a file has already keeps
/// its plain name, <c>logo.png</c>, and the others get the extension of their source, <c>logo.svg.png</c>; where there is no such
/// one, all get it. The order of the sources does not count.
/// </summary>
/// <param name="comparer">Equal where the output folder's disk has one file.</param>
/// <param name="problems">Receives a note, if there are any.</param>
public sealed class SameNames(StringComparer comparer, List<Problem> problems)
{
    /// <summary>The jobs with other names where two sources had one.</summary>
    /// <param name="jobs">With names that begin with that of their source.</param>
    public IReadOnlyList<Job> ToldApart(IReadOnlyList<Job> jobs)
    {
        var shared = Shared(jobs);
        if (shared.Count == 0)
            return jobs;
        var renamed = new HashSet<Source>();
        var apart = jobs.Select(job => job with
        {
            Renditions = [.. job.Renditions.Select(rendition =>
            {
                if (!shared.TryGetValue(rendition.Output, out var sources) || ReferenceEquals(Keeper(sources, rendition), job))
                    return rendition;
                renamed.Add(job.Source);
                return rendition with { Output = WithSourceExtension(rendition.Output, job.Source) };
            })],
        }).ToList();
        problems.Add(Note(apart.First(job => renamed.Contains(job.Source)), renamed.Count));
        return apart;
    }

    /// <summary>The outputs of more than one source, and their sources.</summary>
    private Dictionary<string, List<Job>> Shared(IReadOnlyList<Job> jobs)
    {
        var first = new Dictionary<string, Job>(jobs.Count, comparer);
        var shared = new Dictionary<string, List<Job>>(comparer);
        foreach (var job in jobs)
        {
            foreach (var rendition in job.Renditions)
            {
                if (first.TryAdd(rendition.Output, job) || ReferenceEquals(first[rendition.Output], job))
                    continue;
                if (!shared.TryGetValue(rendition.Output, out var sources))
                    shared[rendition.Output] = sources = [first[rendition.Output]];
                sources.Add(job);
            }
        }

        return shared;
    }

    /// <summary>The source that keeps the plain name: the only one whose extension is that of the file, or means the same.</summary>
    private static Job? Keeper(List<Job> sources, Rendition rendition)
    {
        var extension = Path.GetExtension(rendition.Output);
        Func<string, bool>[] means =
        [
            own => own == extension,
            own => own.Equals(extension, StringComparison.OrdinalIgnoreCase),
            own => FormatNames.ByName(own) == rendition.Recipe.Format,
        ];
        foreach (var isOne in means)
        {
            var those = sources.FindAll(job => isOne(Path.GetExtension(job.Source.FileName)));
            if (those.Count > 0)
                return those is [var only] ? only : null;
        }

        return null;
    }

    private static string WithSourceExtension(string output, Source source)
    {
        var name = LateName.Guarded(Path.GetFileNameWithoutExtension(source.FileName));
        return output.Insert(output.LastIndexOf('/') + 1 + name.Length, LateName.Guarded(Path.GetExtension(source.FileName)));
    }

    private static Problem Note(Job first, int count)
    {
        var others = count == 1 ? "" : $"; in the same way {count - 1} more";
        return Diagnostic.SameNames.At(first.Source.Name,
            $"Another image has the same name, so it is written to {LateName.Foreseen(first.Renditions[0])}{others}");
    }
}
