using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Freshness;

/// <summary>
/// What was done since the state file was written, in lines like its own, so that a run that is killed loses nothing. It is open
/// for as long as a run writes, and nobody else can open it meanwhile: that is the lock of the output folder.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>
    /// What keeps a second writer out. On Windows a virus scanner that only reads is no other run; elsewhere .NET locks a file
    /// against other writers only where nothing at all is shared.
    /// </summary>
    private static readonly FileShare Lock = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly StateWriter _writer;

    private Journal(string path, FileStream file, KeyTable keys)
    {
        _path = path;
        _file = file;
        _writer = new(keys);
    }

    /// <summary>Takes the output folder, which is created where it is missing; a shard takes its share of it.</summary>
    /// <exception cref="ThumbsException">Another run has it, or it cannot be written to.</exception>
    public static Journal Open(BookFiles book, KeyTable keys)
    {
        var path = book.Journal;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
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

    /// <summary>The lines of a journal that a run left behind; none where there is no journal.</summary>
    /// <param name="book">Of the run.</param>
    /// <param name="problems">Takes up a warning where the journal cannot be read: what it tells is made again.</param>
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
            // Others may read it at the same time: all shards read that of the folder.
            using var file = new FileStream(book.Journal, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            FileLines.Read(file, line => lines.Add(line.ToArray()), cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The run that wrote it has just ended well.
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

    /// <summary>Makes sure that nobody writes a journal.</summary>
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

    /// <summary>Adds a record. Not asynchronous: it is a few hundred bytes to the system's own memory, less than a switch of threads.</summary>
    public void Append(SourceRecord record)
    {
        _writer.Add(record);
        _file.Write(_writer.Lines.Span);
        _writer.Clear();
    }

    /// <summary>Ends the run well: what the journal holds is in the state file now.</summary>
    public void Delete()
    {
        // While it is locked still, where the system allows that: whoever took it in between would hold a file without a name, and
        // keep nobody out.
        if (OperatingSystem.IsWindows())
            Dispose();
        FileInUse.Delete(_path, CancellationToken.None);
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
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, Lock, bufferSize: 0);
            if (OperatingSystem.IsWindows() || Stands(file, path))
                return file;

            // The run before has deleted it after it was opened here: it keeps nobody out.
            file.Dispose();
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
