using Thumbs.Diagnostics;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>The result of one source.</summary>
public enum OutcomeStatus
{
    /// <summary>At least one rendition was made (or would be, in a dry run).</summary>
    Made,

    /// <summary>Everything was up to date.</summary>
    UpToDate,

    /// <summary>Nothing was decoded: what was missing was copied from renditions of the same bytes.</summary>
    Copied,

    /// <summary>There is an error among the problems.</summary>
    Failed,
}

/// <summary>The result of one source, with all its renditions, whether made now or before.</summary>
/// <param name="Source">The source.</param>
/// <param name="Facts">The facts of the source; <see langword="null"/> where it was never decoded.</param>
/// <param name="Renditions">Those that are on the disk now, or would be after a dry run.</param>
/// <param name="Problems">Warnings and errors.</param>
/// <param name="Details">The worker's standard error during the job; <see langword="null"/> for nothing.</param>
public sealed record Outcome(
    Source Source,
    OutcomeStatus Status,
    SourceFacts? Facts,
    IReadOnlyList<RenditionFile> Renditions,
    IReadOnlyList<Problem> Problems,
    string? Details = null)
{
    /// <summary>What it was expected to cost; see <see cref="WorkEstimate"/>.</summary>
    public long Work { get; init; }

    /// <summary>The outcome of a job that needs no worker.</summary>
    public static Outcome UpToDate(Job job, Verdict verdict, OutcomeStatus status) =>
        new(job.Source, status, verdict.Facts, verdict.Files, []) { Work = WorkEstimate.Of(job) };
}
