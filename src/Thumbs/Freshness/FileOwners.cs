using System.Collections.Concurrent;

using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>
/// Which source each file of a run is of, where two sources may come to one file: with <c>{name}{width}</c>, <c>a1</c> at 20 px and
/// <c>a</c> at 120 px are both <c>a120</c>, which only their sizes show. Thread-safe.
/// </summary>
/// <param name="comparer">Equal where the output folder's disk has one file.</param>
public sealed class FileOwners(StringComparer comparer)
{
    private readonly ConcurrentDictionary<string, Source> _owners = new(comparer);

    /// <summary>Off unless the plan says that names may meet: a million files are not kept for nothing.</summary>
    public bool IsOn { get; set; }

    /// <summary>Enters the files of a job that are up to date.</summary>
    public void Enter(Job job, Verdict verdict)
    {
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            if (verdict.Fresh[i] is { } file)
                OtherOf(job.Renditions[i], LateName.Resolve(job.Renditions[i].Output, file.Facts), job.Source);
        }
    }

    /// <summary>Enters a file, unless it is entered.</summary>
    /// <param name="rendition">That the file is.</param>
    /// <param name="output">Its name, below the output folder, with <c>/</c>.</param>
    /// <param name="source">Of the file.</param>
    /// <returns>The other source that the file is of already; <see langword="null"/> for none, and where files of one name have one content.</returns>
    public Source? OtherOf(Rendition rendition, string output, Source source) =>
        IsOn && !LateName.TellsFilesApart(rendition.Output) && _owners.GetOrAdd(output, source) is var owner && owner.Path != source.Path ? owner : null;
}
