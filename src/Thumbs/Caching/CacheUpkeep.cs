using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Text.Json;

using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Caching;

/// <summary>What a cache holds.</summary>
/// <param name="Sources">Entries of sources.</param>
/// <param name="Renditions">Renditions whose bytes are there.</param>
/// <param name="Bytes">Of all files.</param>
public sealed record CacheContents(int Sources, int Renditions, long Bytes);

/// <summary>Counts, trims, checks and empties a cache, while other processes may be using it.</summary>
/// <param name="folder">Absolute; need not exist.</param>
public sealed class CacheUpkeep(string folder)
{
    /// <summary>The part of the limit that is left after trimming, so that the next run does not trim again.</summary>
    private const double Share = 0.9;

    /// <summary>A temporary file of this age belongs to a process that was killed.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private static readonly EnumerationOptions WithHidden = new() { AttributesToSkip = FileAttributes.None };

    private static readonly string[] Kinds = [CacheLayout.Sources, CacheLayout.Renditions, CacheLayout.Content];

    public CacheContents Count()
    {
        var (files, bytes) = (new int[Kinds.Length], 0L);
        Parallel.ForEach(Folders(), each =>
        {
            // No objects are kept: a hundred thousand files are counted in a fraction of a second.
            var (count, length) = (0, 0L);
            foreach (var size in new FileSystemEnumerable<long>(each.Path, SizeOf, WithHidden))
                (count, length) = size < 0 ? (count, length) : (count + 1, length + size);
            Interlocked.Add(ref files[Array.IndexOf(Kinds, each.Kind)], count);
            Interlocked.Add(ref bytes, length);
        });
        return new(files[Array.IndexOf(Kinds, CacheLayout.Sources)], files[Array.IndexOf(Kinds, CacheLayout.Content)], bytes);
    }

    /// <summary>Deletes the least recently used files until the rest fits.</summary>
    /// <param name="limit">In bytes.</param>
    /// <returns>What was deleted.</returns>
    public CacheContents Trim(long limit)
    {
        var files = Files();
        var excess = Sum(files).Bytes;
        if (excess <= limit)
            return new(0, 0, 0);
        excess -= (long)(limit * Share);
        var deleted = new ConcurrentBag<CachedFile>();

        // Folder by folder: in the order of names or times the file system would change folders for each file, which takes ten times as long.
        Parallel.ForEach(Oldest(files, excess).GroupBy(file => Path.GetDirectoryName(file.Path), StringComparer.Ordinal), folder =>
        {
            foreach (var file in folder.Where(file => TryDelete(file.Path)))
                deleted.Add(file);
        });
        return Sum(deleted);
    }

    /// <summary>Reads all entries and contents, and deletes the damaged ones.</summary>
    /// <returns>The paths of the damaged ones.</returns>
    public async Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellation)
    {
        var damaged = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Files(), cancellation, async (file, ending) =>
        {
            if (await DigestOfAsync(file, ending) != file.Name)
                damaged.Add(file.Path);
        });
        var paths = damaged.Order(StringComparer.Ordinal).ToList();
        paths.ForEach(path => FileInUse.Delete(path, cancellation));
        return paths;
    }

    /// <summary>Deletes the files of the cache, and no others in the folder.</summary>
    public void Clear()
    {
        var path = Path.Join(folder, CacheLayout.Root);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    /// <summary>The least recently used files, as many as sum up to so many bytes.</summary>
    private static IEnumerable<CachedFile> Oldest(IEnumerable<CachedFile> files, long bytes)
    {
        foreach (var file in files.OrderBy(file => file.LastUse))
        {
            if (bytes <= 0)
                yield break;
            bytes -= file.Length;
            yield return file;
        }
    }

    /// <returns>Whether the file is gone.</returns>
    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // Another process is reading it, so it is in use.
            return false;
        }
    }

    /// <summary>The name that a file must have, by its content; <see langword="null"/> where it is damaged.</summary>
    private static async Task<Digest?> DigestOfAsync(CachedFile file, CancellationToken cancellation)
    {
        if (!SpecialFile.IsFileOf(file.Path, file.Length) || (file.Kind != CacheLayout.Content && file.Length > CacheEntry.MaxLength))
            return File.Exists(file.Path) ? null : file.Name;
        try
        {
            return file.Kind == CacheLayout.Content
                ? Digest.OfFile(file.Path, cancellation)
                : CacheEntry.NameOf(await File.ReadAllBytesAsync(file.Path, cancellation), file.Kind == CacheLayout.Renditions);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception exception) when (exception is FileNotFoundException || FileInUse.Is(file.Path, exception))
        {
            // Trimmed by another process, or being replaced.
            return file.Name;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return null;
        }
    }

    private static CacheContents Sum(IReadOnlyCollection<CachedFile> files) => new(
        files.Count(file => file.Kind == CacheLayout.Sources),
        files.Count(file => file.Kind == CacheLayout.Content),
        files.Sum(file => file.Length));

    /// <summary>All files. Temporary files of processes that were killed are deleted on the way.</summary>
    private ConcurrentBag<CachedFile> Files()
    {
        var files = new ConcurrentBag<CachedFile>();
        Parallel.ForEach(Folders(), each =>
        {
            foreach (var file in new FileSystemEnumerable<CachedFile?>(each.Path, (ref file) => Describe(each.Kind, ref file), WithHidden))
            {
                if (file is { } cached)
                    files.Add(cached);
            }
        });
        return files;
    }

    /// <summary>All folders of the cache.</summary>
    private IEnumerable<(string Kind, string Path)> Folders() => Kinds
        .Where(kind => Directory.Exists(Path.Join(folder, kind)))
        .SelectMany(kind => Directory.EnumerateDirectories(Path.Join(folder, kind), "*", WithHidden).Select(path => (kind, path)));

    /// <returns>In bytes; -1 where it is not an entry.</returns>
    private static long SizeOf(ref FileSystemEntry file) => IsTemporary(ref file) ? -1 : file.Length;

    /// <summary>Whether a file is still being written. Abandoned ones are deleted.</summary>
    private static bool IsTemporary(ref FileSystemEntry file)
    {
        if (!file.FileName.StartsWith(ReservedName.Prefix, StringComparison.Ordinal))
            return false;
        if (DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned)
            TryDelete(file.ToFullPath());
        return true;
    }

    /// <returns><see langword="null"/> where it is not an entry.</returns>
    private static CachedFile? Describe(string kind, ref FileSystemEntry file)
    {
        return !IsTemporary(ref file) && CacheLayout.NameOf(Path.GetFileName(file.Directory), file.FileName) is { } name
            ? new(kind, name, file.ToFullPath(), file.Length, file.LastWriteTimeUtc)
            : null;
    }

    /// <summary>A file of a cache.</summary>
    /// <param name="Kind">What it is; see <see cref="CacheLayout"/>.</param>
    /// <param name="Name">Of the entry, or the SHA-256 of the content.</param>
    /// <param name="Path">Absolute.</param>
    /// <param name="Length">In bytes.</param>
    /// <param name="LastUse">With the precision of an hour.</param>
    private sealed record CachedFile(string Kind, Digest Name, string Path, long Length, DateTimeOffset LastUse);
}
