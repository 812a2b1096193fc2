using System.Collections.Concurrent;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Caching;

/// <summary>
/// The files of a cache. Each is written beside its place and renamed, so that any number of processes may read and write
/// at once, and be killed. Thread-safe. Synchronous: an entry is a few hundred bytes, and a rendition a few thousand, which takes
/// less than a switch of threads.
/// </summary>
/// <param name="folder">Absolute; need not exist.</param>
public sealed class CacheFolder(string folder)
{
    /// <summary>The precision of the time of last use: to write it at every use would cost as much as the use.</summary>
    private static readonly TimeSpan UseTick = TimeSpan.FromHours(1);

    /// <summary>Of writing an entry, while another process clears the cache.</summary>
    private const int Attempts = 5;

    private readonly DateTime _now = DateTime.UtcNow;
    private readonly ConcurrentQueue<Problem> _problems = [];
    private int _isShut;
    private long _added;

    /// <summary>Whether it had no entries at the start.</summary>
    public bool IsEmpty { get; } = !Directory.Exists(Path.Join(folder, CacheLayout.Sources));

    /// <summary>False once it could not be read or written.</summary>
    public bool IsUsable => Volatile.Read(ref _isShut) == 0;

    /// <summary>The bytes that were added.</summary>
    public long Added => Interlocked.Read(ref _added);

    /// <summary>Warnings: a cache that fails costs only time.</summary>
    public IReadOnlyCollection<Problem> Problems => _problems;

    public string PathOf(string kind, Digest name) => Path.Join(folder, CacheLayout.PathOf(kind, name));

    /// <summary>Whether a file exists; its time of last use is updated.</summary>
    public bool Use(string kind, Digest name)
    {
        var file = new FileInfo(PathOf(kind, name));
        if (!IsUsable || !file.Exists)
            return false;
        Touch(file);
        return true;
    }

    /// <summary>Reads an entry and updates its time of last use.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    /// <param name="kind">Sources or renditions.</param>
    /// <param name="name">Of the entry.</param>
    /// <param name="read">Reads it; a <see cref="JsonException"/> says that it is damaged.</param>
    public T? Read<T>(string kind, Digest name, Func<byte[], T> read)
        where T : class
    {
        // One system call for existence, length and time: a thousand lookups make ten thousand calls as it is.
        var file = new FileInfo(PathOf(kind, name));
        if (!IsUsable || !file.Exists)
            return null;
        try
        {
            var entry = read(ReadBytes(file));
            Touch(file);
            return entry;
        }
        catch (JsonException exception)
        {
            Drop(kind, name, JsonFault.TextOf(exception));
        }
        catch (Exception exception) when (IsGone(exception) || FileInUse.Is(file.FullName, exception))
        {
            // Trimmed or cleared by another process, or being replaced.
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            Shut(exception);
        }

        return null;
    }

    public void Write(string kind, Digest name, byte[] entry) =>
        Place(kind, name, entry.Length, temporary => TemporaryFile.Write(temporary, entry), isMoot: () => false);

    /// <summary>Keeps the bytes of a file, unless they are there already.</summary>
    /// <param name="content">Of the file's bytes.</param>
    /// <param name="size">Of the file, in bytes.</param>
    /// <param name="path">Of the file.</param>
    public void Add(Digest content, long size, string path)
    {
        var present = new FileInfo(PathOf(CacheLayout.Content, content));
        if (!present.Exists || present.Length != size)
            Place(CacheLayout.Content, content, size, temporary => TemporaryFile.Copy(path, temporary), isMoot: () => !File.Exists(path));
    }

    /// <summary>Keeps bytes from the remote cache.</summary>
    /// <param name="content">Of the bytes.</param>
    /// <param name="size">Of them.</param>
    /// <param name="fetch">Writes them into a file; false where they are not available.</param>
    /// <returns>Whether they are in the cache now.</returns>
    public async ValueTask<bool> AddAsync(Digest content, long size, Func<string, Task<bool>> fetch)
    {
        if (!IsUsable)
            return false;
        var path = PathOf(CacheLayout.Content, content);
        var temporary = TemporaryFile.BesideOf(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!await fetch(temporary))
                return false;
            Commit(temporary, path, size);
            return true;
        }
        catch (Exception exception) when (IsGone(exception))
        {
            // The cache was cleared meanwhile.
            TemporaryFile.Discard(temporary);
            return false;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            Shut(exception);
            TemporaryFile.Discard(temporary);
            return false;
        }
    }

    /// <summary>Deletes a damaged entry.</summary>
    public void Drop(string kind, Digest name, string why)
    {
        var path = PathOf(kind, name);
        if (!IsUsable || !File.Exists(path))
            return;
        _problems.Enqueue(Diagnostic.CacheEntryDropped.At(path, $"The entry was dropped: {why}"));
        try
        {
            FileInUse.Delete(path, CancellationToken.None);
        }
        catch (DirectoryNotFoundException)
        {
            // The cache was cleared meanwhile.
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            Shut(exception);
        }
    }

    private static byte[] ReadBytes(FileInfo file)
    {
        if (file.Length > CacheEntry.MaxLength)
            throw new JsonException("it is too long");
        if (file.Length == 0 || LinkedFile.IsLink(file))
            throw new JsonException("it is no file");
        using var handle = File.OpenHandle(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return RandomAccess.Read(handle, bytes, 0) == bytes.Length ? bytes : throw new JsonException("it was cut short");
    }

    private void Touch(FileInfo file)
    {
        try
        {
            if ((_now - file.LastWriteTimeUtc).Duration() > UseTick)
                file.LastWriteTimeUtc = _now;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // A cache that cannot be written can still be read.
        }
    }

    /// <param name="isMoot">Whether there is nothing left to be kept.</param>
    private void Place(string kind, Digest name, long size, Action<string> write, Func<bool> isMoot)
    {
        if (!IsUsable)
            return;
        var path = PathOf(kind, name);
        var temporary = TemporaryFile.BesideOf(path);
        try
        {
            for (var attempt = 1; !TryPlace(path, temporary, size, write, isLast: attempt == Attempts); attempt++)
            {
            }
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            TemporaryFile.Discard(temporary);
            if (isMoot())
                return;
            if (Directory.Exists(path))
                _problems.Enqueue(Diagnostic.CacheEntryDropped.At(path, "The entry was not kept: a folder with other files is in its place"));
            else
                Shut(exception);
        }
    }

    /// <returns>False where another process has cleared the cache meanwhile.</returns>
    private bool TryPlace(string path, string temporary, long size, Action<string> write, bool isLast)
    {
        try
        {
            MakeRoom(path);
            write(temporary);
            Commit(temporary, path, size);
            return true;
        }
        catch (Exception exception) when (!isLast && IsGone(exception))
        {
            TemporaryFile.Discard(temporary);
            return false;
        }
    }

    /// <summary>Makes the folder of a file. What is no regular file and stands in its way is deleted; a folder only where it is empty.</summary>
    private void MakeRoom(string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(parent))
        {
            SpecialFile.Evict(parent);
            Directory.CreateDirectory(parent);
        }

        if (!Directory.Exists(path) || LinkedFile.IsLink(new(path)))
            return;
        Directory.Delete(path);
        _problems.Enqueue(Diagnostic.CacheEntryDropped.At(path, "The entry was dropped: it is a folder"));
    }

    private static bool IsGone(Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException;

    private void Commit(string temporary, string path, long size)
    {
        try
        {
            FileInUse.Replace(temporary, path, CancellationToken.None);
        }
        catch (Exception exception) when (FileInUse.Is(path, exception) && new FileInfo(path) is { Exists: true } present && present.Length == size)
        {
            // Another process has written the same meanwhile.
            TemporaryFile.Discard(temporary);
            return;
        }
        Interlocked.Add(ref _added, size);
    }

    /// <summary>Turns the cache off for this run: the renditions are made instead.</summary>
    private void Shut(Exception exception)
    {
        if (Interlocked.Exchange(ref _isShut, 1) == 0)
            _problems.Enqueue(Diagnostic.CacheUnusable.At(folder, $"The cache is left alone in this run: {exception.Message}"));
    }
}
