using System.Collections.Concurrent;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>The records of an output folder: the state file in memory. Thread-safe.</summary>
/// <param name="book">Where the file is.</param>
/// <param name="keys">Shared by states that exchange records.</param>
/// <param name="bytes">Of the file, where it is to be read: how much room the records will take is told by it.</param>
public sealed class State(BookFiles book, KeyTable keys, long bytes = 0)
{
    /// <summary>Of a line of the file, for a source with one rendition.</summary>
    private const int UsualLine = 320;

    /// <summary>Of a dictionary that nothing is known of; .NET's own.</summary>
    private const int LeastRoom = 31;

    /// <summary>How long a system may keep what was written to itself, and lose it with the power: Linux 35 s, others less.</summary>
    private static readonly TimeSpan Unwritten = TimeSpan.FromMinutes(1);

    /// <summary>The bytes that are written to the file at once.</summary>
    private const int Block = 1 << 16;

    /// <summary>With room for all: a dictionary that grows makes each of its nodes anew, again and again.</summary>
    private readonly ConcurrentDictionary<string, SourceRecord> _records = new(-1, (int)Math.Clamp(bytes / UsualLine, LeastRoom, 1 << 24), ComparerFor(book.OutputFolder));

    private readonly string _prefix = Path.EndsInDirectorySeparator(book.OutputFolder) ? book.OutputFolder : book.OutputFolder + Path.DirectorySeparatorChar;

    /// <summary>The folder that was asked for last, and its name: a run goes through the sources folder by folder.</summary>
    private NamedFolder? _lastFolder;

    /// <summary>The records of other shards of the same folder that are not here: read, and never written. <see langword="null"/> for none.</summary>
    private State? _beside;

    public BookFiles Book { get; } = book;

    /// <summary>Absolute.</summary>
    public string OutputFolder => Book.OutputFolder;

    public KeyTable Keys { get; } = keys;

    /// <summary>Compares names of sources and renditions: equal for one file on the disk.</summary>
    public StringComparer Comparer => (StringComparer)_records.Comparer;

    /// <summary>Whether there are changes that the state file does not have.</summary>
    public bool IsChanged { get; private set; }

    public bool IsEmpty => _records.IsEmpty && _beside?.IsEmpty != false;

    /// <summary>All records, in no order.</summary>
    public IEnumerable<SourceRecord> Records => _beside is null ? _records.Values : _records.Values.Concat(_beside.Records);

    /// <summary>Reads the state file of a book.</summary>
    /// <param name="book">Need not exist.</param>
    /// <param name="keys">Receives the keys of the records.</param>
    /// <param name="problems">Receives a warning where the file cannot be read, and everything is made anew.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static State Load(BookFiles book, KeyTable keys, List<Problem> problems, CancellationToken cancellation)
    {
        // Checked first: the first exception of a process takes longer than all the rest of this method.
        if (!File.Exists(book.State))
            return new(book, keys);
        try
        {
            if (SpecialFile.Is(book.State))
                throw new IOException("It is no file.");
            using var file = new FileStream(book.State, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var state = new State(book, keys, file.Length);
            state.Read(file, problems, cancellation);
            var written = File.GetLastWriteTimeUtc(file.SafeFileHandle);
            if (written < DateTime.UtcNow - TimeSpan.FromMilliseconds(Environment.TickCount64))
                state.Distrust(written - Unwritten);
            return state;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted just now.
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            problems.Add(Diagnostic.StateUnreadable.At(book.State, $"Everything is made anew: {JsonFault.TextOf(exception)}"));
            return new(book, keys) { IsChanged = true };
        }
        return new(book, keys);
    }

    /// <summary>Merges the records of another state of the same folder.</summary>
    /// <param name="other">With the same keys.</param>
    public void Absorb(State other)
    {
        foreach (var record in other.Records)
            Put(_records.TryGetValue(record.Source, out var own) ? own.With(record) : record);
    }

    /// <summary>Reads the records of another state of the same folder, without merging.</summary>
    /// <param name="other">With the same keys; not used by others.</param>
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
        var name = NameOf(source);
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

    /// <summary>The name of a source in the state file: relative, so that the file stays valid where the whole tree is moved or checked out elsewhere.</summary>
    public string NameOf(Source source)
    {
        var last = _lastFolder;
        if (!ReferenceEquals(last?.Folder, source.Folder))
            _lastFolder = last = new(source.Folder, WithSlashes(Path.GetRelativePath(OutputFolder, source.Path))[..^source.FileName.Length]);
        return last!.Name + source.FileName;
    }

    /// <summary>The reverse of <see cref="NameOf"/>.</summary>
    public string SourcePathOf(SourceRecord record) => Path.GetFullPath(record.Source, OutputFolder);

    /// <summary>The absolute path of a file below the output folder.</summary>
    public string PathOf(string output) => IsPlain(output) ? _prefix + output : Path.GetFullPath(output, OutputFolder);

    /// <summary>
    /// Applies the lines of a journal. The last may be incomplete where its writer was killed: its renditions are made again. What follows a
    /// damaged line is not read either, up to the next run's header: later lines refer to keys of earlier ones. Where the power was lost, the
    /// files may be damaged: their content is compared before they count as up to date.
    /// </summary>
    public void Replay(IReadOnlyList<byte[]> lines)
    {
        var reader = new StateReader(Keys);
        var isDamaged = false;
        foreach (var line in lines)
        {
            isDamaged &= line is not [(byte)'[', ..];
            if (isDamaged)
                continue;
            try
            {
                if (reader.Read(line) is { } record)
                    Put(record.Distrusted(since: default));
            }
            catch (JsonException)
            {
                isDamaged = true;
            }
        }
    }

    /// <summary>Writes the state file, in the ordinal order of the sources, without keys that are not used.</summary>
    public void Save()
    {
        var path = Book.RealOf(Book.State);
        var temporary = TemporaryFile.BesideOf(path, Book.Shard?.FileName);
        try
        {
            using (var handle = StraightPath.CreateNew(temporary))
            using (var file = new FileStream(handle, FileAccess.Write, bufferSize: 0))
                Write(file);
            StraightPath.Replace(temporary, path, CancellationToken.None);
        }
        catch
        {
            TemporaryFile.Discard(temporary);
            throw;
        }
        IsChanged = false;
    }

    /// <summary>Whether nothing in a path has to be resolved, as in nearly all of a million. Windows has more rules.</summary>
    private static bool IsPlain(string output) =>
        Path.DirectorySeparatorChar == '/' && output.Length > 0 && output[0] is not ('/' or '.')
        && !output.Contains("//", StringComparison.Ordinal) && !output.Contains("/.", StringComparison.Ordinal);

    private static string WithSlashes(string path) => Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>Where disks usually ignore case the disk is asked, since some folders there do not.</summary>
    private static StringComparer ComparerFor(string outputFolder) =>
        RealPath.Comparer.Equals(StringComparer.Ordinal) ? StringComparer.Ordinal : DiskCase.ComparerFor(outputFolder);

    /// <summary>Reads all lines, or those before the first that is damaged: later ones refer to keys of earlier ones.</summary>
    private void Read(FileStream file, List<Problem> problems, CancellationToken cancellation)
    {
        var reader = new StateReader(Keys);
        var lines = new LineReader(file);
        try
        {
            while (lines.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                Take(lines.Line.Span);
            }

            if (!lines.Rest.IsEmpty)
                Take(lines.Rest.Span);
            if (!reader.HasEnded)
                throw new JsonException("It ends early.");
        }
        catch (JsonException exception) when (!_records.IsEmpty)
        {
            problems.Add(Diagnostic.StateUnreadable.At(Book.State, $"It is damaged, and what stands there after the first {_records.Count} sources is made anew: {JsonFault.TextOf(exception)}"));
            IsChanged = true;
        }

        void Take(ReadOnlySpan<byte> line)
        {
            if (reader.Read(line) is { } record)
                _records[record.Source] = record;
        }
    }

    /// <summary>After a start of the system: renditions that were written last may have been lost with the power, although they are on record.</summary>
    private void Distrust(DateTime since)
    {
        foreach (var (name, record) in _records)
        {
            if (record.Distrusted(since) is var distrusted && !ReferenceEquals(record, distrusted))
                _records[name] = distrusted;
        }
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

    private sealed record NamedFolder(SourceFolder Folder, string Name);
}
