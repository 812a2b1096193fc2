using System.Collections.Concurrent;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Freshness;

namespace Thumbs.Caching;

/// <summary>
/// The files of a cache. Each is written beside its place and renamed, so that any number of processes may read and write
/// at once, and be killed. Safe to use from several threads. Not asynchronous: an entry is a few hundred bytes, and a
/// rendition a few thousand, less than a switch of threads.
/// </summary>
/// <param name="folder">Absolute; need not exist.</param>
internal sealed class CacheFolder(string folder)
{
    /// <summary>How exactly the time of the last use is kept: to write it at every use would cost as much as the use.</summary>
    private static readonly TimeSpan UseTick = TimeSpan.FromHours(1);

    private readonly DateTime _now = DateTime.UtcNow;
    private readonly ConcurrentQueue<Problem> _problems = [];
    private int _isShut;
    private long _added;

    /// <summary>Whether there was nothing in it.</summary>
    public bool IsEmpty { get; } = !Directory.Exists(Path.Join(folder, CacheLayout.Sources));

    /// <summary>Whether it could be used until now.</summary>
    public bool IsUsable => Volatile.Read(ref _isShut) == 0;

    /// <summary>The bytes that were added.</summary>
    public long Added => Interlocked.Read(ref _added);

    /// <summary>What went wrong with it: never more than the loss of time.</summary>
    public IReadOnlyCollection<Problem> Problems => _problems;

    public string PathOf(string kind, Digest name) => Path.Join(folder, CacheLayout.PathOf(kind, name));

    public bool Has(string kind, Digest name) => IsUsable && File.Exists(PathOf(kind, name));

    /// <summary>Reads an entry.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    /// <param name="kind">Sources or renditions.</param>
    /// <param name="name">Of the entry.</param>
    /// <param name="read">Reads it; a <see cref="JsonException"/> says that it is damaged.</param>
    public T? Read<T>(string kind, Digest name, Func<byte[], T> read)
        where T : class
    {
        if (!Has(kind, name))
            return null;
        try
        {
            return read(ReadBytes(PathOf(kind, name)));
        }
        catch (JsonException exception)
        {
            Drop(kind, name, exception.Message);
        }
        catch (FileNotFoundException)
        {
            // Trimmed by another process a moment ago.
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            Shut(exception);
        }

        return null;
    }

    public void Write(string kind, Digest name, byte[] entry) =>
        Place(kind, name, entry.Length, temporary => File.WriteAllBytes(temporary, entry));

    /// <summary>Keeps the bytes of a file, unless they are there.</summary>
    /// <param name="content">Of the file's bytes.</param>
    /// <param name="size">Of the file, in bytes.</param>
    /// <param name="path">Of the file.</param>
    public void Add(Digest content, long size, string path)
    {
        var present = new FileInfo(PathOf(CacheLayout.Content, content));
        if (!present.Exists || present.Length != size)
            Place(CacheLayout.Content, content, size, temporary => File.Copy(path, temporary));
    }

    /// <summary>Keeps bytes that come from elsewhere.</summary>
    /// <param name="content">Of the bytes.</param>
    /// <param name="size">Of them.</param>
    /// <param name="fetch">Writes them into a file; false where they are not to be had.</param>
    /// <returns>Whether they are there now.</returns>
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
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            Shut(exception);
            Forget(temporary);
            return false;
        }
    }

    /// <summary>Notes that something was of use, so that it is kept longer than others.</summary>
    public void Use(string kind, Digest name)
    {
        var path = PathOf(kind, name);
        try
        {
            var last = File.GetLastWriteTimeUtc(path);
            if (last.Year > 1601 && (_now - last).Duration() > UseTick)
                File.SetLastWriteTimeUtc(path, _now);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // A cache that cannot be written to is of use all the same.
        }
    }

    /// <summary>Takes out what is not what it should be.</summary>
    public void Drop(string kind, Digest name, string why)
    {
        var path = PathOf(kind, name);
        if (!IsUsable || !File.Exists(path))
            return;
        _problems.Enqueue(Diagnostic.CacheEntryDropped.At(path, $"The entry was dropped: {why}"));
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            Shut(exception);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > CacheEntry.MaxLength)
            throw new JsonException("it is too long");
        var bytes = new byte[length];
        return RandomAccess.Read(file, bytes, 0) == length ? bytes : throw new JsonException("it was cut short");
    }

    private void Place(string kind, Digest name, long size, Action<string> write)
    {
        if (!IsUsable)
            return;
        var path = PathOf(kind, name);
        var temporary = TemporaryFile.BesideOf(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            write(temporary);
            Commit(temporary, path, size);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            Shut(exception);
            Forget(temporary);
        }
    }

    private void Commit(string temporary, string path, long size)
    {
        File.Move(temporary, path, overwrite: true);
        Interlocked.Add(ref _added, size);
    }

    /// <summary>Where the disk is full, half a file is no help.</summary>
    private static void Forget(string temporary)
    {
        try
        {
            // Asked first, since deleting where there is not even a folder is an error.
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // Its name says what it is: it is swept away one day.
        }
    }

    /// <summary>The run goes on without it: what it cannot give is made.</summary>
    private void Shut(Exception exception)
    {
        if (Interlocked.Exchange(ref _isShut, 1) == 0)
            _problems.Enqueue(Diagnostic.CacheUnusable.At(folder, $"The cache is left alone in this run: {exception.Message}"));
    }
}
