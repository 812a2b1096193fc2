using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>What came of one source.</summary>
internal enum OutcomeStatus
{
    /// <summary>At least one rendition was made (or would be, in a dry run).</summary>
    Made,

    /// <summary>Everything was up to date.</summary>
    Fresh,

    /// <summary>Nothing was decoded: what was missing was copied from renditions of a source with the same bytes.</summary>
    Cached,

    /// <summary>An error stands among the problems.</summary>
    Failed,
}

/// <summary>What came of one source, with all its renditions, whether made now or before.</summary>
/// <param name="Source">The source.</param>
/// <param name="Status">In one word.</param>
/// <param name="Facts">What is known of the source; <see langword="null"/> where it was never decoded.</param>
/// <param name="Renditions">Those that stand on the disk now.</param>
/// <param name="Problems">Warnings and errors.</param>
/// <param name="Details">What the worker wrote to its standard error meanwhile; <see langword="null"/> for nothing.</param>
internal sealed record Outcome(
    Source Source,
    OutcomeStatus Status,
    SourceFacts? Facts,
    IReadOnlyList<RenditionFile> Renditions,
    IReadOnlyList<Problem> Problems,
    string? Details = null);
