using System.Text.Json;

using Thumbs.Freshness;
using Thumbs.Planning;

namespace Thumbs.Caching;

/// <summary>What there is in a cache.</summary>
/// <param name="Sources">Of which something is known.</param>
/// <param name="Renditions">Whose bytes are there.</param>
/// <param name="Bytes">Of all files.</param>
internal sealed record CacheContents(int Sources, int Renditions, long Bytes);

/// <summary>Counts, bounds, checks and empties a cache, while others may be using it.</summary>
/// <param name="folder">Absolute; need not exist.</param>
internal sealed class CacheUpkeep(string folder)
{
    /// <summary>As much of the limit is left after trimming, so that the next run does not trim again.</summary>
    private const double Share = 0.9;

    /// <summary>A temporary file of this age is of a process that was killed.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    public CacheContents Count()
    {
        var sources = Files(CacheLayout.Sources);
        var renditions = Files(CacheLayout.Content);
        return new(sources.Count, renditions.Count, sources.Concat(renditions).Sum(file => file.Length));
    }

    /// <summary>Deletes what was of no use for longest until the rest fits.</summary>
    /// <param name="limit">In bytes.</param>
    /// <returns>What was deleted.</returns>
    public CacheContents Trim(long limit)
    {
        var sources = Files(CacheLayout.Sources);
        var renditions = Files(CacheLayout.Content);
        var excess = sources.Concat(renditions).Sum(file => file.Length);
        if (excess <= limit)
            return new(0, 0, 0);
        excess -= (long)(limit * Share);
        var (ofSources, ofRenditions, bytes) = (0, 0, 0L);
        foreach (var (file, isSource) in sources.Select(file => (file, true)).Concat(renditions.Select(file => (file, false))).OrderBy(entry => entry.file.LastWriteTimeUtc))
        {
            if (bytes >= excess)
                break;
            bytes += file.Length;
            file.Delete();
            (ofSources, ofRenditions) = isSource ? (ofSources + 1, ofRenditions) : (ofSources, ofRenditions + 1);
        }

        return new(ofSources, ofRenditions, bytes);
    }

    /// <summary>Reads every entry, and deletes those that are damaged.</summary>
    /// <returns>Their paths.</returns>
    public async Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellation)
    {
        var damaged = new List<string>();
        foreach (var file in Files(CacheLayout.Content))
        {
            if ((await Digest.OfFileAsync(file.FullName, cancellation)).ToString() != CacheLayout.DigestOf(file))
                damaged.Add(file.FullName);
        }

        foreach (var file in Files(CacheLayout.Sources))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!IsWhole(file))
                damaged.Add(file.FullName);
        }

        damaged.ForEach(File.Delete);
        return damaged;
    }

    /// <summary>Deletes all entries, and nothing else that may lie in the folder.</summary>
    public void Clear()
    {
        var path = Path.Join(folder, CacheLayout.Root);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    private static bool IsWhole(FileInfo file)
    {
        try
        {
            return ContentCache.Read(file.FullName, new KeyTable())?.Sha256.ToString() == CacheLayout.DigestOf(file);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The entries of one kind. What a process that was killed left half written is swept away on the way.</summary>
    private List<FileInfo> Files(string kind)
    {
        var root = new DirectoryInfo(Path.Join(folder, kind));
        var files = new List<FileInfo>();
        if (!root.Exists)
            return files;
        foreach (var file in root.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (!file.Name.StartsWith(ReservedName.Prefix, StringComparison.Ordinal))
                files.Add(file);
            else if (DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned)
                file.Delete();
        }

        return files;
    }
}
