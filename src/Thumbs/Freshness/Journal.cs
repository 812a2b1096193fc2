using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Freshness;

/// <summary>
/// What was done since the state file was written, in the same kind of lines, so that a run that is killed loses nothing. It is
/// open while a run writes, and nobody else can open it meanwhile: it is the lock of the output folder.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly StateWriter _writer;

    private Journal(string path, FileStream file, KeyTable keys)
    {
        _path = path;
        _file = file;
        _writer = new(keys);
    }

    /// <summary>Locks the output folder, which is created if it is missing; a shard locks only its own part.</summary>
    /// <exception cref="ThumbsException">Another run holds the lock, or the folder cannot be written.</exception>
    public static Journal Open(BookFiles book, KeyTable keys)
    {
        try
        {
            var path = book.RealOf(book.Journal);
            if (book.Shard is not null && new DirectoryInfo(Path.GetDirectoryName(path)!).LinkTarget is not null)
                throw new IOException($"{Path.GetDirectoryName(path)} is a link, and nothing is written through it");
            var file = Take(path);
            if (file.Seek(0, SeekOrigin.End) > 0)
                file.WriteByte((byte)'\n');
            var journal = new Journal(path, file, keys);
            journal._writer.Begin();
            return journal;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw WriteFailure.Of(book.OutputFolder, exception);
        }
        catch (IOException exception)
        {
            throw FileLock.IsHeld(exception) ? InUse(book, exception) : WriteFailure.Of(book.OutputFolder, exception);
        }
    }

    /// <summary>The lines of a journal that a killed run left; <see langword="null"/> where there is no journal.</summary>
    /// <param name="book">Of the run.</param>
    /// <param name="problems">Receives a warning where the journal cannot be read: its images are made again.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ThumbsException">Another run is writing it.</exception>
    public static IReadOnlyList<byte[]>? Read(BookFiles book, List<Problem> problems, CancellationToken cancellation)
    {
        // A special file is replaced when the journal is opened.
        if (!File.Exists(book.Journal) || SpecialFile.Is(book.Journal))
            return null;
        var lines = new List<byte[]>();
        try
        {
            // Shared with other readers: all shards read the journal of the folder.
            using var file = new FileStream(book.Journal, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var reader = new LineReader(file);
            while (reader.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                lines.Add(reader.Line.ToArray());
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The run that wrote it has just ended normally.
            return null;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            if (FileLock.IsHeld(exception))
                throw InUse(book, exception);
            problems.Add(Diagnostic.StateUnreadable.At(book.Journal, $"What a run that was cut short had made is made again: {exception.Message}"));
        }
        return lines;
    }

    /// <summary>Makes sure that no run is writing a journal.</summary>
    /// <exception cref="ThumbsException">Another run is writing it.</exception>
    public static void CheckFree(BookFiles book)
    {
        if (!File.Exists(book.Journal) || SpecialFile.Is(book.Journal))
            return;
        try
        {
            new FileStream(book.Journal, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0).Dispose();
        }
        catch (Exception exception) when (WriteFailure.Is(exception) && !FileLock.IsHeld(exception))
        {
            // The run that wrote it has just ended well; or it cannot be opened at all, which says nothing of a run.
        }
        catch (IOException exception)
        {
            throw InUse(book, exception);
        }
    }

    /// <summary>Adds a record. Synchronous: it is a few hundred bytes to the page cache, less than a switch of threads.</summary>
    public void Append(SourceRecord record)
    {
        _writer.Add(record);
        _file.Write(_writer.Lines.Span);
        _writer.Clear();
    }

    /// <summary>Whether it has its name still: else somebody has deleted or moved it, or its folder. Windows lets nobody do that.</summary>
    public bool IsInPlace
    {
        get
        {
            try
            {
                return OperatingSystem.IsWindows() || Stands(_file, _path);
            }
            catch (Exception exception) when (WriteFailure.Is(exception))
            {
                return true; // That it cannot be told is told when the state is written.
            }
        }
    }

    /// <summary>Deletes the journal at the end of a run, when the state file has its content.</summary>
    public void Delete()
    {
        // While it is locked still, where the system allows that: whoever took it in between would hold a file without a name, and
        // keep nobody out.
        if (OperatingSystem.IsWindows())
            Dispose();
        StraightPath.Delete(_path, CancellationToken.None);
        Dispose();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _file.Dispose();
    }

    /// <exception cref="IOException">Another run has it, or it cannot be written.</exception>
    private static FileStream Take(string path)
    {
        SpecialFile.Evict(path);
        while (true)
        {
            // Without a buffer: each line is with the operating system once it is written, and outlives this process.
            var file = StraightPath.Take(path);
            if (!LinkedFile.IsLink(new(path)) && (OperatingSystem.IsWindows() || Stands(file, path)))
                return file;

            // The run before has deleted it after it was opened here: it keeps nobody out. Or a link was put there just now.
            file.Dispose();
            SpecialFile.Evict(path);
        }
    }

    /// <summary>Whether a file that is open is the one that has the name: it is given a time that no other has.</summary>
    private static bool Stands(FileStream file, string path)
    {
        File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UtcNow.AddTicks(-(uint)Guid.NewGuid().GetHashCode()));
        return File.GetLastWriteTimeUtc(file.SafeFileHandle) == File.GetLastWriteTimeUtc(path);
    }

    private static ThumbsException InUse(BookFiles book, Exception inner)
    {
        var who = book.Shard is null ? "Another run" : $"Another run of shard {book.Shard}";
        return new(Diagnostic.OutputInUse.At(book.OutputFolder, $"{who} is writing to this output folder"), inner);
    }
}
