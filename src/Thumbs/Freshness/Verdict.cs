using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>Which renditions of a job are up to date.</summary>
/// <param name="Facts">The facts of the source as it is now; <see langword="null"/> where it has to be decoded to know.</param>
/// <param name="Fresh">One entry per rendition of the job: the file, or <see langword="null"/> where it has to be made.</param>
/// <param name="LacksPlaceholder">Whether a placeholder is wanted that is not among the facts.</param>
public sealed record Verdict(SourceFacts? Facts, IReadOnlyList<RenditionFile?> Fresh, bool LacksPlaceholder = false)
{
    private static Verdict? lastOfNothing;

    /// <summary>The files that are up to date, each once: renditions whose source is too small for them may be one file.</summary>
    public IReadOnlyList<RenditionFile> Files => Fresh is [{ } only] ? [only] : [.. Fresh.OfType<RenditionFile>().DistinctBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>The renditions of the job that have to be made; ascending.</summary>
    public IReadOnlyList<int> Missing => field ??= Lacking();

    public bool IsFresh => !LacksPlaceholder && !Fresh.Contains(null);

    /// <summary>The verdict where nothing is up to date: one object for all such jobs of a run.</summary>
    public static Verdict NothingIsFresh(Job job)
    {
        var last = lastOfNothing;
        if (last is null || last.Fresh.Count != job.Renditions.Count || last.LacksPlaceholder != job.Placeholder)
            lastOfNothing = last = Of(job, facts: null, new RenditionFile?[job.Renditions.Count]);
        return last;
    }

    /// <summary>The verdict where some renditions are up to date. A placeholder that is not wanted is not among its facts.</summary>
    public static Verdict Of(Job job, SourceFacts? facts, IReadOnlyList<RenditionFile?> fresh) => job.Placeholder
        ? new(facts, fresh, facts?.Placeholder is null)
        : new(facts?.Placeholder is null ? facts : facts with { Placeholder = null }, fresh);

    private List<int> Lacking()
    {
        var missing = new List<int>(Fresh.Count);
        for (var i = 0; i < Fresh.Count; i++)
        {
            if (Fresh[i] is null)
                missing.Add(i);
        }

        return missing;
    }
}
