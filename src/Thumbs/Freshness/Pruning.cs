using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>Finds and deletes renditions that are not wanted any more: only files on record, and only while they are unchanged.</summary>
public sealed class Pruning
{
    private readonly State _state;
    private readonly OutputGuard _guard;
    private readonly ILookup<string, Job> _jobs;
    private readonly HashSet<string> _stuck = new(StringComparer.Ordinal);
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
        _jobs = plan.Jobs.ToLookup(job => state.NameOf(job.Source.Path), state.Comparer);
        _ownership = state.Book.Shard is { } shard ? new(shard, plan, state.NameOf, state.Comparer) : null;
    }

    /// <summary>The records that this run may act on.</summary>
    private IEnumerable<SourceRecord> Owned =>
        _ownership is null ? _state.Records : _state.Records.Where(record => _ownership.Has(record, isPlanned: _jobs.Contains(record.Source)));

    /// <summary>The files to delete; absolute, in ordinal order.</summary>
    public IReadOnlyList<string> Candidates()
    {
        var outdated = Owned.SelectMany(record => record.Renditions.Where(rendition => !IsKept(record, rendition)));
        var wanted = _state.Records.SelectMany(record => record.Renditions.Where(rendition => IsWanted(record, rendition)))
            .Select(rendition => rendition.Path)
            .ToHashSet(_state.Comparer);
        return
        [
            .. outdated
                .Where(rendition => !wanted.Contains(rendition.Path) && IsOurs(rendition))
                .Select(rendition => _state.PathOf(rendition.Path))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Deletes the candidates and the folders that become empty, and removes their records.</summary>
    /// <param name="problems">Receives an error for each that cannot be deleted: it stays on record, so that the next run tries again.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The files deleted.</returns>
    public IReadOnlyList<string> Delete(List<Problem> problems, CancellationToken cancellation)
    {
        var deleted = new List<string>();
        foreach (var path in Candidates())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                FileInUse.Delete(path, cancellation);
                deleted.Add(path);
                DeleteEmptyFolders(path);
            }
            catch (Exception exception) when (WriteFailure.Is(exception))
            {
                _stuck.Add(path);
                problems.Add(WriteFailure.Of(path, exception).Problem);
            }
        }

        foreach (var record in Owned.ToList())
            Forget(record);
        return deleted;
    }

    /// <summary>A source that is not in the plan but still exists belongs to another run, unless this one owns the folder.</summary>
    private bool IsWanted(SourceRecord record, RenditionRecord rendition) =>
        _jobs.Contains(record.Source)
            ? _jobs[record.Source].Any(job => job.Renditions.Any(wanted => string.Equals(wanted.Output, rendition.Output, StringComparison.Ordinal)))
            : !_ownsFolder && File.Exists(_state.SourcePathOf(record));

    /// <summary>Renditions that other shards may be making are not on record yet.</summary>
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
        return file.Exists && file.Length == rendition.Facts.Bytes && !LinkedFile.IsLink(file);
    }

    private void Forget(SourceRecord record)
    {
        var left = record.Renditions.Where(rendition => IsKept(record, rendition) || _stuck.Contains(_state.PathOf(rendition.Path))).ToArray();
        if (left.Length == record.Renditions.Length)
            return;
        if (left.Length == 0 && !_jobs.Contains(record.Source))
            _state.Remove(record);
        else
            _state.Put(record with { Renditions = left });
    }

    private void DeleteEmptyFolders(string path)
    {
        if (_ownership is not null)
            return; // Another shard may be about to write into the folder.
        try
        {
            for (var folder = Path.GetDirectoryName(path)!;
                folder.Length > _state.OutputFolder.Length && IsEmptyFolder(folder);
                folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // Another program uses it: an empty folder does no harm.
        }
    }

    private static bool IsEmptyFolder(string path) =>
        new DirectoryInfo(path).LinkTarget is null && !Directory.EnumerateFileSystemEntries(path).Any();
}
