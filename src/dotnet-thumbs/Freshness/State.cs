using System.Collections.Concurrent;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>All that is known of the files in an output folder: the state file in memory. Safe to use from several threads.</summary>
internal sealed class State
{
    public const string FileName = ".thumbs-state.json";

    private readonly ConcurrentDictionary<string, SourceRecord> _records = new(RealPath.Comparer);

    private State(string outputFolder, IEnumerable<string> keys)
    {
        OutputFolder = outputFolder;
        Keys = new(keys);
    }

    /// <summary>Absolute.</summary>
    public string OutputFolder { get; }

    public KeyTable Keys { get; }

    /// <summary>Whether there is anything that the state file does not say.</summary>
    public bool IsChanged { get; private set; }

    public bool IsEmpty => _records.IsEmpty;

    /// <summary>Every record, in no order.</summary>
    public IEnumerable<SourceRecord> Records => _records.Select(pair => pair.Value);

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
            var file = File.OpenRead(path);
            await using (file)
            {
                var document = await JsonSerializer.DeserializeAsync(file, StateJson.Default.StateDocument, cancellation);
                if (document is { Version: StateDocument.CurrentVersion })
                    return From(outputFolder, document);
                problems.Add(Diagnostic.StateUnreadable.At(path, $"It is of version {document?.Version}; everything is made anew"));
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The first run into this folder.
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            problems.Add(Diagnostic.StateUnreadable.At(path, $"Everything is made anew: {exception.Message}"));
        }
        return new(outputFolder, []) { IsChanged = problems.Count > 0 };
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

    /// <summary>Takes over a line of a journal.</summary>
    public void Replay(JournalLine line) => Put(Renumbered(line.Source, number =>
        number >= 0 && number < line.Recipes.Count ? Keys.NumberOf(line.Recipes[number]) : RenditionRecord.Obsolete));

    /// <summary>A record as a line of a journal.</summary>
    public JournalLine ToLine(SourceRecord record)
    {
        // A line has a key or two: to search them is faster than to keep a table.
        var keys = new List<string>();
        var source = Renumbered(record, number =>
        {
            if (Keys.KeyOf(number) is not { } key)
                return RenditionRecord.Obsolete;
            if (keys.IndexOf(key) is >= 0 and var known)
                return known;
            keys.Add(key);
            return keys.Count - 1;
        });
        return new(keys, source);
    }

    /// <summary>Writes the state file, keys that nothing refers to left out.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        var used = new KeyTable([]);
        var keys = new List<string>();
        var records = Records.OrderBy(record => record.Source, StringComparer.Ordinal).ToList();
        for (var i = 0; i < records.Count; i++)
            records[i] = Renumbered(records[i], number => Renumber(number, used, keys));

        var temporary = TemporaryFile.BesideOf(FilePath);
        try
        {
            var file = File.Create(temporary);
            await using (file)
                await JsonSerializer.SerializeAsync(file, new(StateDocument.CurrentVersion, keys, records), StateJson.Default.StateDocument, cancellation);
            File.Move(temporary, FilePath, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        IsChanged = false;
    }

    private static State From(string outputFolder, StateDocument document)
    {
        var state = new State(outputFolder, document.Recipes);
        foreach (SourceRecord? record in document.Sources)
        {
            if (record?.IsWhole != true)
                throw new JsonException("A record is missing.");
            state._records[record.Source] = record;
        }
        return state;
    }

    private int Renumber(int number, KeyTable used, List<string> keys)
    {
        if (Keys.KeyOf(number) is not { } key)
            return RenditionRecord.Obsolete;
        var renumbered = used.NumberOf(key);
        if (renumbered == keys.Count)
            keys.Add(key);
        return renumbered;
    }

    private static SourceRecord Renumbered(SourceRecord record, Func<int, int> number)
    {
        var renditions = new RenditionRecord[record.Renditions.Length];
        for (var i = 0; i < renditions.Length; i++)
        {
            var rendition = record.Renditions[i];
            var renumbered = number(rendition.Recipe);
            renditions[i] = renumbered == rendition.Recipe ? rendition : rendition with { Recipe = renumbered };
        }
        return record with { Renditions = renditions };
    }
}
