using System.Security.Cryptography;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>A job of which renditions have to be made.</summary>
/// <param name="Job">The job.</param>
/// <param name="Verdict">What of it is up to date.</param>
/// <param name="Shard">Of the run: a shard deletes only its own leftovers.</param>
public sealed record StaleJob(Job Job, Verdict Verdict, Shard? Shard)
{
    /// <summary>Of the names of its temporary files: nobody can put anything in their place beforehand.</summary>
    private readonly ulong _secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>The order for a worker. Created when it is sent: a plan of many images does not keep them all.</summary>
    /// <param name="output">Knows where the files really lie.</param>
    /// <param name="limits">Of the request.</param>
    public ImageJob ToImageJob(OutputGuard output, Limits limits)
    {
        var orders = new RenditionOrder[Job.Renditions.Count];
        for (var i = 0; i < orders.Length; i++)
            orders[i] = new(Job.Renditions[i].Recipe, Verdict.Standing[i] is null ? TemporaryPath(output, i) : null);
        return new(Job.Source.Path, orders, limits.MaxPixels, limits.MaxMemory, limits.AllowTruncated, Job.Placeholder);
    }

    /// <summary>Whether a worker's result can be one of this job: it has made what was ordered and nothing else, or reports an error.</summary>
    public bool Allows(ImageResult result)
    {
        foreach (var made in result.Made)
        {
            if (result.Source is null || made.Index >= Verdict.Standing.Count || Verdict.Standing[made.Index] is not null)
                return false;
        }

        var hasPlaceholder = result.Source?.Placeholder is not null;
        if (hasPlaceholder && !Job.Placeholder)
            return false;
        return (result.Made.Count == Verdict.Standing.Count(file => file is null) && hasPlaceholder == Job.Placeholder) || result.Problems.Any(problem => Diagnostic.Of(problem.Code).Severity == Severity.Error);
    }

    /// <summary>The file that a worker writes: in the folder of the rendition, so that it only has to be renamed. Absolute, without links.</summary>
    public string TemporaryPath(OutputGuard output, int rendition)
    {
        var planned = Job.Renditions[rendition].Output;

        // A folder whose name contains placeholders is not known yet.
        var known = planned.IndexOf('{', StringComparison.Ordinal);
        var folder = planned[..((known < 0 ? planned : planned[..known]).LastIndexOf('/') + 1)];
        return output.RealOf(folder + TemporaryFile.NameFor(Shard?.FileName, $"{TemporaryFile.OfProcess}-{_secret:x16}-{rendition}"));
    }

    /// <summary>Deletes the files that a worker may have left.</summary>
    public void DeleteTemporaryFiles(OutputGuard output)
    {
        for (var i = 0; i < Job.Renditions.Count; i++)
            TemporaryFile.Discard(TemporaryPath(output, i));
    }
}
