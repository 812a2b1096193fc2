using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>Finds and deletes renditions that are not wanted any more: only files on record, and only while they are unchanged.</summary>
public sealed class Pruning
{
    /// <summary>So many sources may vanish from a folder that is empty then: a disk that is not mounted has had more.</summary>
    private const int FewSources = 10;

    private readonly State _state;
    private readonly OutputGuard _guard;
    private readonly List<Problem> _problems;
    private readonly CancellationToken _cancellation;
    private readonly Findings _findings;
    private readonly ILookup<string, Job> _jobs;
    private readonly HashSet<string> _stuck = new(StringComparer.Ordinal);
    private readonly bool _ownsFolder;
    private readonly HashSet<string> _emptied;
    private readonly ShardOwnership? _ownership;

    /// <param name="state">Of the output folder.</param>
    /// <param name="plan">What is wanted now.</param>
    /// <param name="request">Whether the folder serves it alone, and whether what lay in an empty folder counts as gone.</param>
    /// <param name="problems">Receives an error for each file that cannot be deleted, and for each folder that is empty now.</param>
    /// <param name="cancellation">Ends the deleting, and the waiting for files that are open elsewhere.</param>
    public Pruning(State state, Plan plan, Request request, List<Problem> problems, CancellationToken cancellation)
    {
        _state = state;
        _ownsFolder = request.OwnsOutputFolder;
        _findings = plan.Findings;
        _problems = problems;
        _cancellation = cancellation;
        _guard = new(state.OutputFolder);
        _jobs = plan.Jobs.ToLookup(job => state.NameOf(job.Source), state.Comparer);
        _ownership = state.Book.Shard is { } shard ? new(shard, plan, state.NameOf, state.Comparer) : null;
        _emptied = _ownsFolder || request.Prune == PruneUse.All ? [] : Emptied();
    }

    /// <summary>The records that this run may act on.</summary>
    private IEnumerable<SourceRecord> Owned =>
        _ownership is null ? _state.Records : _state.Records.Where(record => _ownership.Has(record, isPlanned: _jobs.Contains(record.Source)));

    /// <summary>The files to delete; absolute, in ordinal order.</summary>
    public IReadOnlyList<string> Candidates()
    {
        var outdated = Owned.SelectMany(record => record.Renditions.Where(rendition => !IsKept(record, rendition))).ToList();
        if (outdated.Count == 0)
            return [];
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
    /// <returns>The files deleted. Those that cannot be stay on record, so that the next run tries again.</returns>
    public IReadOnlyList<string> Delete()
    {
        var deleted = new List<string>();
        foreach (var path in Candidates())
        {
            _cancellation.ThrowIfCancellationRequested();
            try
            {
                StraightPath.Delete(_guard.RealOf(OutputOf(path)), _cancellation);
                deleted.Add(path);
                DeleteEmptyFolders(path);
            }
            catch (Exception exception) when (WriteFailure.Is(exception))
            {
                _stuck.Add(path);
                _problems.Add(WriteFailure.Of(path, exception).Problem);
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
            : !_ownsFolder && !IsGone(_state.SourcePathOf(record));

    /// <summary>Whether a source is gone for good, as far as can be told: a folder that cannot be listed, or is not there, tells nothing of its files.</summary>
    private bool IsGone(string source) =>
        !File.Exists(source)
        && !_findings.IsUnlisted(source)
        && (_findings.WouldHaveFound(source) || Directory.Exists(Path.GetDirectoryName(source)))
        && (_emptied.Count == 0 || !_emptied.Contains(NearestFolder(source)));

    /// <summary>Folders that are empty now, and in or below which many sources on record have lain.</summary>
    private HashSet<string> Emptied()
    {
        var emptied = Owned
            .Where(record => !_jobs.Contains(record.Source))
            .Select(_state.SourcePathOf)
            .Where(source => !File.Exists(source) && !_findings.IsUnlisted(source))
            .GroupBy(NearestFolder, StringComparer.Ordinal)
            .Where(sources => sources.Count() > FewSources && IsEmptyFolder(sources.Key))
            .ToList();
        foreach (var sources in emptied)
        {
            _problems.Add(Diagnostic.WouldPruneAll.At(sources.Key,
                $"The folder is empty, and the renditions of the {sources.Count()} images that were there are kept: if these are gone for good, run once with --prune=all"));
        }

        return emptied.Select(sources => sources.Key).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The folder of a file, or the nearest above it that exists.</summary>
    private static string NearestFolder(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } above)
            folder = above;
        return folder;
    }

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
        return file.Exists && !LinkedFile.IsLink(file) && Placement.Has(file, rendition.Facts, _cancellation);
    }

    /// <summary>The reverse of <see cref="State.PathOf"/>.</summary>
    private string OutputOf(string path) => Path.GetRelativePath(_state.OutputFolder, path).Replace(Path.DirectorySeparatorChar, '/');

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
                StraightPath.DeleteFolder(_guard.RealOf(OutputOf(folder)));
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
