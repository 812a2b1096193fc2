using System.Collections.Concurrent;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>All that is known of the files in an output folder: the state file in memory. Safe to use from several threads.</summary>
internal sealed class State
{
    public const string FileName = ".thumbs-state.json";

    /// <summary>As many bytes are written to the file at once.</summary>
    private const int Block = 1 << 16;

    private readonly ConcurrentDictionary<string, SourceRecord> _records = new(RealPath.Comparer);

    private State(string outputFolder) => OutputFolder = outputFolder;

    /// <summary>Absolute.</summary>
    public string OutputFolder { get; }

    public KeyTable Keys { get; } = new();

    /// <summary>Whether there is anything that the state file does not say.</summary>
    public bool IsChanged { get; private set; }

    public bool IsEmpty => _records.IsEmpty;

    /// <summary>Every record, in no order.</summary>
    public IEnumerable<SourceRecord> Records => _records.Values;

    private string FilePath => Path.Join(OutputFolder, FileName);

    /// <summary>Reads the state file of an output folder.</summary>
    /// <param name="outputFolder">Absolute; need not exist.</param>
    /// <param name="problems">Takes up a warning where the file cannot be read, and everything is to be made anew.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<State> LoadAsync(string outputFolder, List<Problem> problems, CancellationToken cancellation)
    {
        var path = Path.Join(outputFolder, FileName);
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            await using (file)
                return await ReadAsync(outputFolder, file, cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The first run into this folder.
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            problems.Add(Diagnostic.StateUnreadable.At(path, $"Everything is made anew: {exception.Message}"));
        }
        return new(outputFolder) { IsChanged = problems.Count > 0 };
    }

    public SourceRecord? Find(Source source) => _records.GetValueOrDefault(NameOf(source.Path));

    public void Put(SourceRecord record)
    {
        _records[record.Source] = record;
        IsChanged = true;
    }

    public void Remove(SourceRecord record)
    {
        _records.TryRemove(record.Source, out _);
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
    public async Task SaveAsync(CancellationToken cancellation)
    {
        var temporary = TemporaryFile.BesideOf(FilePath);
        try
        {
            var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            await using (file)
                await WriteAsync(file, cancellation);
            File.Move(temporary, FilePath, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        IsChanged = false;
    }

    private static async Task<State> ReadAsync(string outputFolder, FileStream file, CancellationToken cancellation)
    {
        var state = new State(outputFolder);
        var reader = new StateReader(state.Keys);
        await FileLines.ReadAsync(
            file,
            line =>
            {
                if (reader.Read(line) is { } record)
                    state._records[record.Source] = record;
            },
            cancellation);
        return reader.HasEnded ? state : throw new JsonException("It ends early.");
    }

    private async Task WriteAsync(FileStream file, CancellationToken cancellation)
    {
        using var writer = new StateWriter(Keys);
        writer.Begin();
        foreach (var record in Records.OrderBy(record => record.Source, StringComparer.Ordinal))
        {
            writer.Add(record);
            if (writer.Lines.Length < Block)
                continue;
            await file.WriteAsync(writer.Lines, cancellation);
            writer.Clear();
        }
        writer.End();
        await file.WriteAsync(writer.Lines, cancellation);
    }
}
