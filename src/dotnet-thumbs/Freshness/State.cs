using System.Collections.Concurrent;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>All that is known of the files in an output folder: the state file in memory. Safe to use from several threads.</summary>
/// <param name="book">Where the file is.</param>
/// <param name="keys">Shared by states that hand each other records.</param>
internal sealed class State(BookFiles book, KeyTable keys)
{
    /// <summary>As many bytes are written to the file at once.</summary>
    private const int Block = 1 << 16;

    private readonly ConcurrentDictionary<string, SourceRecord> _records = new(ComparerFor(book.OutputFolder));

    /// <summary>What other shards wrote of the same folder, less what is known here: read, and never written. <see langword="null"/> for nothing.</summary>
    private State? _beside;

    public BookFiles Book { get; } = book;

    /// <summary>Absolute.</summary>
    public string OutputFolder => Book.OutputFolder;

    public KeyTable Keys { get; } = keys;

    /// <summary>Equal for names of sources, and of renditions, that are one file on the disk.</summary>
    public StringComparer Comparer => (StringComparer)_records.Comparer;

    /// <summary>Whether there is anything that the state file does not say.</summary>
    public bool IsChanged { get; private set; }

    public bool IsEmpty => _records.IsEmpty && _beside?.IsEmpty != false;

    /// <summary>Every record, in no order.</summary>
    public IEnumerable<SourceRecord> Records => _beside is null ? _records.Values : _records.Values.Concat(_beside.Records);

    /// <summary>Reads the state file of a book.</summary>
    /// <param name="book">Need not exist.</param>
    /// <param name="keys">Takes up the keys of the records.</param>
    /// <param name="problems">Takes up a warning where the file cannot be read, and everything is to be made anew.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static State Load(BookFiles book, KeyTable keys, List<Problem> problems, CancellationToken cancellation)
    {
        // The first run into this folder. Asked first: the first exception of a process takes longer than all else that is done here.
        if (!File.Exists(book.State))
            return new(book, keys);
        try
        {
            if (SpecialFile.Is(book.State))
                throw new IOException("It is no file.");
            using var file = new FileStream(book.State, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return Read(new(book, keys), file, cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted just now.
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            problems.Add(Diagnostic.StateUnreadable.At(book.State, $"Everything is made anew: {exception.Message}"));
            return new(book, keys) { IsChanged = true };
        }
        return new(book, keys);
    }

    /// <summary>Takes over all that another book of the same folder says.</summary>
    /// <param name="other">With the same keys.</param>
    public void Absorb(State other)
    {
        foreach (var record in other.Records)
            Put(_records.TryGetValue(record.Source, out var own) ? own.With(record) : record);
    }

    /// <summary>Takes another book of the same folder into account.</summary>
    /// <param name="other">With the same keys; nobody else uses it.</param>
    public void ReadBeside(State other)
    {
        foreach (var record in other.Records)
        {
            if (!_records.TryGetValue(record.Source, out var own))
                continue;
            if (own.With(record) is var joined && !ReferenceEquals(joined, own))
                Put(joined);
            other.Remove(record);
        }
        _beside = other;
    }

    public SourceRecord? Find(Source source)
    {
        var name = NameOf(source.Path);
        return _records.GetValueOrDefault(name) ?? _beside?._records.GetValueOrDefault(name);
    }

    public void Put(SourceRecord record)
    {
        _records[record.Source] = record;
        _beside?.Remove(record);
        IsChanged = true;
    }

    public void Remove(SourceRecord record)
    {
        _records.TryRemove(record.Source, out _);
        _beside?.Remove(record);
        IsChanged = true;
    }

    /// <summary>What a source is called in the state file: relative, so that the file holds good where the whole tree is moved or checked out elsewhere.</summary>
    public string NameOf(string sourcePath)
    {
        var name = Path.GetRelativePath(OutputFolder, sourcePath);
        return Path.DirectorySeparatorChar == '/' ? name : name.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The reverse of <see cref="NameOf"/>.</summary>
    public string SourcePathOf(SourceRecord record) => Path.GetFullPath(record.Source, OutputFolder);

    /// <summary>Where a file below the output folder lies; absolute.</summary>
    public string PathOf(string output) => Path.GetFullPath(output, OutputFolder);

    /// <summary>Takes over the lines of a journal. The last may be torn where its writer was killed: what it told is made again.</summary>
    public void Replay(IReadOnlyList<byte[]> lines)
    {
        var reader = new StateReader(Keys);
        foreach (var line in lines)
        {
            try
            {
                if (reader.Read(line) is { } record)
                    Put(record);
            }
            catch (JsonException)
            {
                // Torn.
            }
        }
    }

    /// <summary>Writes the state file, in the ordinal order of the sources, keys that nothing refers to left out.</summary>
    public void Save()
    {
        var temporary = TemporaryFile.BesideOf(Book.State, Book.Shard?.FileName);
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                Write(file);
            FileInUse.Replace(temporary, Book.State, CancellationToken.None);
        }
        catch
        {
            TemporaryFile.Discard(temporary);
            throw;
        }
        IsChanged = false;
    }

    /// <summary>Where case usually does not matter the disk is asked, since folders in which it does exist there too.</summary>
    private static StringComparer ComparerFor(string outputFolder) =>
        RealPath.Comparer.Equals(StringComparer.Ordinal) ? StringComparer.Ordinal : DiskCase.ComparerFor(outputFolder);

    private static State Read(State state, FileStream file, CancellationToken cancellation)
    {
        var reader = new StateReader(state.Keys);
        FileLines.Read(
            file,
            line =>
            {
                if (reader.Read(line) is { } record)
                    state._records[record.Source] = record;
            },
            cancellation);
        return reader.HasEnded ? state : throw new JsonException("It ends early.");
    }

    private void Write(FileStream file)
    {
        using var writer = new StateWriter(Keys);
        writer.Begin();
        foreach (var record in _records.Values.OrderBy(record => record.Source, StringComparer.Ordinal))
        {
            writer.Add(record);
            if (writer.Lines.Length < Block)
                continue;
            file.Write(writer.Lines.Span);
            writer.Clear();
        }
        writer.End();
        file.Write(writer.Lines.Span);
    }
}
