using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>Finds and deletes renditions that nothing asks for any more: only files that the state lists, and only while they are what was made.</summary>
internal sealed class Pruning
{
    private readonly State _state;
    private readonly OutputGuard _guard;
    private readonly Dictionary<string, Job> _jobs;
    private readonly bool _ownsFolder;
    private readonly ShardOwnership? _ownership;

    /// <param name="state">Of the output folder.</param>
    /// <param name="plan">What is wanted now.</param>
    /// <param name="ownsFolder">See <see cref="Request.OwnsOutputFolder"/>.</param>
    public Pruning(State state, Plan plan, bool ownsFolder)
    {
        _state = state;
        _ownsFolder = ownsFolder;
        _guard = new(state.OutputFolder);
        _jobs = plan.Jobs.ToDictionary(job => state.NameOf(job.Source.Path), RealPath.Comparer);
        _ownership = state.Book.Shard is { } shard ? new(shard, plan, state.NameOf) : null;
    }

    /// <summary>The records that this run may act on.</summary>
    private IEnumerable<SourceRecord> Owned =>
        _ownership is null ? _state.Records : _state.Records.Where(record => _ownership.Has(record, isPlanned: _jobs.ContainsKey(record.Source)));

    /// <summary>The files to delete; absolute, in ordinal order.</summary>
    public IReadOnlyList<string> Candidates()
    {
        var outdated = Owned.SelectMany(record => record.Renditions.Where(rendition => !IsKept(record, rendition)));
        var wanted = _state.Records.SelectMany(record => record.Renditions.Where(rendition => IsWanted(record, rendition)))
            .Select(rendition => rendition.Path)
            .ToHashSet(RealPath.Comparer);
        return
        [
            .. outdated
                .Where(rendition => !wanted.Contains(rendition.Path) && IsOurs(rendition))
                .Select(rendition => _state.PathOf(rendition.Path))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Deletes the candidates and the folders that are empty then, and forgets what was known of them.</summary>
    /// <returns>The files deleted.</returns>
    /// <exception cref="ThumbsException">One cannot be deleted.</exception>
    public IReadOnlyList<string> Delete()
    {
        var candidates = Candidates();
        foreach (var path in candidates)
            Delete(path);
        foreach (var record in Owned.ToList())
            Forget(record);
        return candidates;
    }

    /// <summary>A source that is not in the plan but still exists is none of this run's business, unless the folder is.</summary>
    private bool IsWanted(SourceRecord record, RenditionRecord rendition) =>
        _jobs.TryGetValue(record.Source, out var job)
            ? job.Renditions.Any(wanted => string.Equals(wanted.Output, rendition.Output, StringComparison.Ordinal))
            : !_ownsFolder && File.Exists(_state.SourcePathOf(record));

    /// <summary>What another shard may be making just now is not known from any book.</summary>
    private bool IsKept(SourceRecord record, RenditionRecord rendition) =>
        IsWanted(record, rendition) || _ownership?.MayBeMadeByOthers(rendition) == true;

    private bool IsOurs(RenditionRecord rendition)
    {
        var path = _state.PathOf(rendition.Path);
        if (!path.StartsWith(Path.TrimEndingDirectorySeparator(_state.OutputFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || !_guard.StaysWithin(rendition.Path))
        {
            return false;
        }
        var file = new FileInfo(path);
        return file.Exists && file.Length == rendition.Size && !file.Attributes.HasFlag(FileAttributes.ReparsePoint);
    }

    private void Forget(SourceRecord record)
    {
        var left = record.Renditions.Where(rendition => IsKept(record, rendition)).ToArray();
        if (left.Length == record.Renditions.Length)
            return;
        if (left.Length == 0 && !_jobs.ContainsKey(record.Source))
            _state.Remove(record);
        else
            _state.Put(record with { Renditions = left });
    }

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
            if (_ownership is not null)
                return; // Another shard may be about to write into the folder.
            for (var folder = Path.GetDirectoryName(path)!;
                folder.Length > _state.OutputFolder.Length && IsEmptyFolder(folder);
                folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            throw WriteFailure.Of(path, exception);
        }
    }

    private static bool IsEmptyFolder(string path) =>
        new DirectoryInfo(path).LinkTarget is null && !Directory.EnumerateFileSystemEntries(path).Any();
}
