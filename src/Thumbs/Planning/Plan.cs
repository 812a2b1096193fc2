using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Planning;

/// <summary>One file to be made.</summary>
/// <param name="Recipe">Shared by all the renditions that are made in the same way.</param>
/// <param name="Output">
/// Below the output folder, with <c>/</c>. May still hold <c>{width}</c> or <c>{width=320}</c>, the same of <c>height</c>, and
/// <c>{hash}</c> or <c>{hash=recipe}</c>, which are known only once the file is made: the px of the picture, and the first 16 hex digits of the SHA-256
/// of the file. See <see cref="LateName"/>.
/// </param>
/// <param name="Set">The index of the <see cref="FileSet"/> that asks for it; 0 where there are none.</param>
public sealed record Rendition(Recipe Recipe, string Output, int Set = 0);

/// <summary>One source and all its renditions: what a worker is given.</summary>
/// <param name="Source">To be read.</param>
/// <param name="Renditions">To be made.</param>
/// <param name="Placeholder">Whether a placeholder is wanted too.</param>
public sealed record Job(Source Source, IReadOnlyList<Rendition> Renditions, bool Placeholder = false);

/// <summary>Everything that a run has to do.</summary>
/// <param name="Jobs">In the order of their sources' paths.</param>
/// <param name="Findings">What else the search for images brought to light.</param>
public sealed record Plan(IReadOnlyList<Job> Jobs, Findings Findings)
{
    public IReadOnlyList<Problem> Problems => [.. Findings.Problems, .. Findings.UnreadableFormats];

    /// <summary>The jobs that this run carries out, in the same order: all of them, unless it is a shard.</summary>
    public IReadOnlyList<Job> Own { get; init; } = Jobs;

    /// <summary>Whether two sources may come to one name once their sizes are known; see <see cref="NameTemplate.JoinsDigits"/>.</summary>
    public bool NamesMayMeet { get; init; }

    public Places Places => Findings.Places;

    /// <summary>Knows where the outputs really lie.</summary>
    public required OutputGuard Output { get; init; }
}
