using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>What of an output folder a shard may prune, while the others are at work there.</summary>
internal sealed class ShardOwnership
{
    private readonly bool _isFirst;
    private readonly HashSet<string> _sources;
    private readonly HashSet<string> _outputs;
    private readonly bool _namesTellContent;

    /// <param name="shard">The shard.</param>
    /// <param name="plan">With the shard's own jobs.</param>
    /// <param name="nameOf">What a source is called in the books.</param>
    /// <param name="comparer">Equal for what is one file on the disk.</param>
    public ShardOwnership(Shard shard, Plan plan, Func<string, string> nameOf, StringComparer comparer)
    {
        _isFirst = shard.Index == 1;
        _sources = plan.Own.Select(job => nameOf(job.Source.Path)).ToHashSet(comparer);
        _outputs = plan.Jobs.SelectMany(job => job.Renditions).Select(rendition => rendition.Output).ToHashSet(comparer);
        _namesTellContent = _outputs.Any(LateName.TellsFilesApart);
    }

    /// <summary>Whether it is for this shard to see to a source. Those that the plan does not have are the first shard's, so that none is left and no two see to one.</summary>
    public bool Has(SourceRecord record, bool isPlanned) => isPlanned ? _sources.Contains(record.Source) : _isFirst;

    /// <summary>Whether a file may be one that another shard makes. With hashes in the names nobody can tell before it is made: two sources may have the same bytes.</summary>
    public bool MayBeMadeByOthers(RenditionRecord rendition) =>
        _namesTellContent || _outputs.Contains(rendition.Output) || _outputs.Contains(rendition.Path);
}
