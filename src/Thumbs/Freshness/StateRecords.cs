using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>What is known of a source since it was last decoded.</summary>
public sealed record SourceRecord
{
    /// <summary>Relative to the output folder, with <c>/</c>; absolute where it is on another drive.</summary>
    public string Source { get; init; } = "";

    /// <summary>In ticks, UTC; 0 where the time was too recent to be trusted.</summary>
    public long Modified { get; init; }

    /// <summary>The facts of the source as it was decoded.</summary>
    public required SourceFacts Facts { get; init; }

    /// <summary>All that were made of it and not deleted since, also those that are no longer wanted.</summary>
    public RenditionRecord[] Renditions { get; init; } = [];

    /// <summary>The record without the times of renditions that were written since then: their content is compared before they count as up to date.</summary>
    public SourceRecord Distrusted(DateTime since) => Renditions.Any(rendition => rendition.Modified >= since.Ticks)
        ? this with { Renditions = [.. Renditions.Select(rendition => rendition.Modified >= since.Ticks ? rendition with { Modified = 0 } : rendition)] }
        : this;

    /// <summary>The latest time of its renditions, in ticks, UTC.</summary>
    private long Written => Renditions.Length == 0 ? 0 : Renditions.Max(rendition => rendition.Modified);

    /// <summary>The union of two records of one source. Contradictions cost at most that something is made again: files are checked before they count as up to date.</summary>
    public SourceRecord With(SourceRecord other) => other.Written > Written ? other.Over(this) : Over(other);

    /// <summary>
    /// This record with the renditions of an earlier one added, and the placeholder where it has none: they stay on record, so that they can
    /// be pruned later. Those of other bytes, and those whose planned name a new file has, can never be up to date again.
    /// </summary>
    public SourceRecord Over(SourceRecord before)
    {
        var paths = Renditions.Select(rendition => rendition.Path).ToHashSet(RealPath.Comparer);
        var outputs = Renditions.Select(rendition => rendition.Output).ToHashSet(StringComparer.Ordinal);
        var kept = before.Renditions.Where(old => !paths.Contains(old.Path)).Select(Kept).ToArray();
        var facts = Facts.Placeholder is null && before.Facts is { Placeholder: { } placeholder } && before.Facts.Sha256 == Facts.Sha256
            ? Facts with { Placeholder = placeholder }
            : Facts;
        return kept.Length == 0 && ReferenceEquals(facts, Facts) ? this : this with { Facts = facts, Renditions = [.. Renditions, .. kept] };

        RenditionRecord Kept(RenditionRecord old)
        {
            if (outputs.Contains(old.Output))
                return old with { Output = old.Path, Recipe = RenditionRecord.Obsolete };
            return before.Facts.Sha256 == Facts.Sha256 ? old : old with { Recipe = RenditionRecord.Obsolete };
        }
    }
}

/// <summary>A rendition that was made.</summary>
public sealed record RenditionRecord
{
    public const int Obsolete = -1;

    /// <summary>As it was planned; see <see cref="Rendition.Output"/>.</summary>
    public string Output { get; init; } = "";

    /// <summary>The number of its key; <see cref="Obsolete"/> where it is of bytes that its source no longer has.</summary>
    public int Recipe { get; init; }

    /// <summary>The facts of the file.</summary>
    public required RenditionFacts Facts { get; init; }

    /// <summary>The time of the file, in ticks, UTC; 0 where its content is to be compared.</summary>
    public long Modified { get; init; }

    /// <summary>Below the output folder, with <c>/</c>.</summary>
    public string Path => LateName.Resolve(Output, Facts);

    /// <param name="path">Of the file; absolute.</param>
    /// <param name="wanted">The planned rendition.</param>
    public RenditionFile ToFile(string path, Rendition wanted) =>
        new(path, wanted.Recipe.Format, Facts, wanted.Set);
}
