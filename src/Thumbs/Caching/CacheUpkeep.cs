using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Runtime.ExceptionServices;
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

    /// <summary>In bytes: no rendition is larger; verifying one that is would take minutes.</summary>
    private const long MostOfContent = 1L << 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private static readonly EnumerationOptions WithHidden = new() { AttributesToSkip = FileAttributes.None };

    private static readonly string[] Kinds = [CacheLayout.Sources, CacheLayout.Renditions, CacheLayout.Content];

    public CacheContents Count()
    {
        var (files, bytes) = (new int[Kinds.Length], 0L);
        InParallel(Folders(), each =>
        {
            // No objects are kept: a hundred thousand files are counted in a fraction of a second.
            var (count, length) = (0, 0L);
            foreach (var size in Listed(each.Path, SizeOf))
                (count, length) = size < 0 ? (count, length) : (count + 1, length + size);
            Interlocked.Add(ref files[Array.IndexOf(Kinds, each.Kind)], count);
            Interlocked.Add(ref bytes, length);
        });
        return new(files[Array.IndexOf(Kinds, CacheLayout.Sources)], files[Array.IndexOf(Kinds, CacheLayout.Content)], bytes);
    }

    /// <summary>Deletes the least recently used files until the rest fits.</summary>
    /// <param name="limit">In bytes.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public CacheContents Trim(long limit)
    {
        var files = Files();
        var excess = Sum(files).Bytes;
        if (excess <= limit)
            return new(0, 0, 0);
        excess -= (long)(limit * Share);
        var deleted = new ConcurrentBag<CachedFile>();

        // Folder by folder: in the order of names or times the file system would change folders for each file, which takes ten times as long.
        InParallel(Oldest(files, excess).GroupBy(file => Path.GetDirectoryName(file.Path), StringComparer.Ordinal), folder =>
        {
            foreach (var file in folder.Where(file => Delete(file.Path)))
                deleted.Add(file);
        });
        return Sum(deleted);
    }

    /// <summary>Reads all entries and contents, and deletes the damaged ones.</summary>
    /// <returns>The paths of the damaged ones.</returns>
    /// <exception cref="IOException">One cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public async Task<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellation)
    {
        var damaged = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Files(), cancellation, async (file, ending) =>
        {
            if (await DigestOfAsync(file, ending) != file.Name)
                damaged.Add(file.Path);
        });
        var paths = damaged.Order(StringComparer.Ordinal).ToList();
        paths.ForEach(path => Delete(path));
        return paths;
    }

    /// <summary>Deletes the files of the cache, and no others in the folder.</summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Clear()
    {
        InParallel(Folders(), each =>
        {
            foreach (var path in Listed(each.Path, (ref file) => IsOurs(ref file) ? file.ToFullPath() : null))
            {
                if (path is not null)
                    Delete(path);
            }

            DeleteIfEmpty(each.Path);
        });
        foreach (var kind in Kinds)
            DeleteIfEmpty(Path.Join(folder, kind));
        Delete(Path.Join(folder, CacheLayout.Size));
        DeleteIfEmpty(Path.Join(folder, CacheLayout.Root));
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

    /// <returns>Whether it was deleted: another process may have done so before, or may have it open.</returns>
    private static bool Delete(string path)
    {
        try
        {
            if (Directory.Exists(path) && !LinkedFile.IsLink(new(path)))
                Directory.Delete(path);
            else
                File.Delete(path);
            return true;
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException || FileInUse.Is(path, exception))
        {
            return false;
        }
    }

    /// <summary>Other files may be in it, or those that a run has added meanwhile.</summary>
    private static void DeleteIfEmpty(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>The name that a file must have, by its content; <see langword="null"/> where it is damaged.</summary>
    private static async Task<Digest?> DigestOfAsync(CachedFile file, CancellationToken cancellation)
    {
        if (!SpecialFile.IsFileOf(file.Path, file.Length) || file.Length > MostBytes(file.Kind))
            return Path.Exists(file.Path) || LinkedFile.IsLink(new(file.Path)) ? null : file.Name;
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
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException || FileInUse.Is(file.Path, exception))
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

    /// <summary>The size that a file may have, in bytes.</summary>
    private static long MostBytes(string kind) => kind == CacheLayout.Content ? MostOfContent : CacheEntry.MaxLength;

    /// <summary>All files. Temporary files of processes that were killed are deleted on the way.</summary>
    private ConcurrentBag<CachedFile> Files()
    {
        var files = new ConcurrentBag<CachedFile>();
        InParallel(Folders(), each =>
        {
            foreach (var file in Listed(each.Path, (ref file) => Describe(each.Kind, ref file)))
            {
                if (file is { } cached)
                    files.Add(cached);
            }
        });
        return files;
    }

    /// <summary>All folders of the cache.</summary>
    private IEnumerable<(string Kind, string Path)> Folders() => Kinds
        .SelectMany(kind => Listed(Path.Join(folder, kind), (ref file) => IsFolder(ref file) ? file.ToFullPath() : null).OfType<string>().Select(path => (kind, path)));

    /// <summary>Whether it is one of the 256 that <see cref="CacheLayout.PathOf"/> names.</summary>
    private static bool IsFolder(ref FileSystemEntry file) =>
        file.IsDirectory && !file.Attributes.HasFlag(FileAttributes.ReparsePoint) && file.FileName.Length == 2 && !file.FileName.ContainsAnyExcept(HexDigits);

    /// <summary>What a folder holds; nothing where another process has deleted it.</summary>
    private static IReadOnlyList<T> Listed<T>(string path, FileSystemEnumerable<T>.FindTransform describe)
    {
        try
        {
            return Directory.Exists(path) ? [.. new FileSystemEnumerable<T>(path, describe, WithHidden)] : [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>As <see cref="Parallel"/> does it, but the exception is that of the action.</summary>
    private static void InParallel<T>(IEnumerable<T> items, Action<T> action)
    {
        try
        {
            Parallel.ForEach(items, action);
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }

    /// <returns>In bytes; -1 where it is not an entry.</returns>
    private static long SizeOf(ref FileSystemEntry file) => file.IsDirectory || IsTemporary(ref file) ? -1 : file.Length;

    private static bool IsOurs(ref FileSystemEntry file) =>
        file.FileName.StartsWith(ReservedName.Prefix, StringComparison.Ordinal) || CacheLayout.NameOf(Path.GetFileName(file.Directory), file.FileName) is not null;

    /// <summary>Whether a file is still being written. Abandoned ones are deleted.</summary>
    private static bool IsTemporary(ref FileSystemEntry file)
    {
        if (!file.FileName.StartsWith(ReservedName.Prefix, StringComparison.Ordinal))
            return false;
        if (DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned)
            TemporaryFile.Discard(file.ToFullPath());
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
