using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>Which files of an output folder a shard may prune while other shards run.</summary>
public sealed class ShardOwnership
{
    private readonly bool _isFirst;
    private readonly HashSet<string> _sources;
    private readonly HashSet<string> _outputs;
    private readonly bool _namesTellContent;

    /// <param name="shard">The shard.</param>
    /// <param name="plan">With the shard's own jobs.</param>
    /// <param name="nameOf">The name of a source in the records.</param>
    /// <param name="comparer">Treats two names of one file on the disk as equal.</param>
    public ShardOwnership(Shard shard, Plan plan, Func<Source, string> nameOf, StringComparer comparer)
    {
        _isFirst = shard.Index == 1;
        _sources = plan.Own.Select(job => nameOf(job.Source)).ToHashSet(comparer);
        _outputs = plan.Jobs.SelectMany(job => job.Renditions).Select(rendition => rendition.Output).ToHashSet(comparer);
        _namesTellContent = _outputs.Any(LateName.TellsFilesApart);
    }

    /// <summary>Whether a source belongs to this shard. Those that are not in the plan belong to the first one, so that each belongs to exactly one.</summary>
    public bool Has(SourceRecord record, bool isPlanned) => isPlanned ? _sources.Contains(record.Source) : _isFirst;

    /// <summary>Whether a file may be one that another shard makes. Names with hashes are not known before: two sources may have the same bytes.</summary>
    public bool MayBeMadeByOthers(RenditionRecord rendition) =>
        _namesTellContent || _outputs.Contains(rendition.Output) || _outputs.Contains(rendition.Path);
}
