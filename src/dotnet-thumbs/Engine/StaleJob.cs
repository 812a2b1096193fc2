using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>A job of which something has to be made.</summary>
/// <param name="Job">The job.</param>
/// <param name="Verdict">What of it stands.</param>
/// <param name="Number">Within the run, for the names of its temporary files.</param>
/// <param name="Shard">Of the run, for the same: on two machines two processes may have one number.</param>
internal sealed record StaleJob(Job Job, Verdict Verdict, int Number, Shard? Shard)
{
    /// <summary>As a worker is given it. Not kept: a plan of many images has room for one at a time only.</summary>
    /// <param name="outputFolder">Absolute.</param>
    /// <param name="limits">Of the request.</param>
    public ImageJob ToImageJob(string outputFolder, Limits limits)
    {
        var orders = new RenditionOrder[Job.Renditions.Count];
        for (var i = 0; i < orders.Length; i++)
            orders[i] = new(Job.Renditions[i].Recipe, Verdict.Standing[i] is null ? TemporaryPath(outputFolder, i) : null);
        return new(Job.Source.Path, orders, limits.MaxPixels, limits.MaxMemory, limits.AllowTruncated);
    }

    /// <summary>Whether a worker's result can be one of this job: it has made what it was to make and nothing else, or says why not.</summary>
    public bool Allows(ImageResult result)
    {
        foreach (var made in result.Made)
        {
            if (result.Source is null || made.Index >= Verdict.Standing.Count || Verdict.Standing[made.Index] is not null)
                return false;
        }

        return result.Made.Count == Verdict.Standing.Count(file => file is null) || result.Problems.Any(problem => Diagnostic.Of(problem.Code).Severity == Severity.Error);
    }

    /// <summary>The file that a worker writes: in the folder of the rendition, so that a rename is all that is left to do.</summary>
    public string TemporaryPath(string outputFolder, int rendition)
    {
        var output = Job.Renditions[rendition].Output;

        // A folder whose own name is not known yet cannot be written to.
        var known = output.IndexOf('{', StringComparison.Ordinal);
        var folderEnd = (known < 0 ? output : output[..known]).LastIndexOf('/');
        return Path.Join(outputFolder, output[..Math.Max(folderEnd, 0)], TemporaryFile.NameFor(Shard?.FileName, $"{TemporaryFile.OfProcess}-{Number}-{rendition}"));
    }

    /// <summary>Deletes what a worker that came to its end may have left.</summary>
    public void DeleteTemporaryFiles(string outputFolder)
    {
        for (var i = 0; i < Job.Renditions.Count; i++)
            TemporaryFile.Discard(TemporaryPath(outputFolder, i));
    }
}
