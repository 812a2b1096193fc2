using System.Buffers;
using System.Text.Json;

using Thumbs.Diagnostics;

namespace Thumbs.Freshness;

/// <summary>
/// What was done since the state file was written, a line per source, so that a run that is killed loses nothing. It is open
/// for as long as a run writes, and nobody else can open it meanwhile: that is the lock of the output folder.
/// </summary>
internal sealed class Journal : IDisposable
{
    public const string FileName = ".thumbs-state.journal";

    private readonly string _path;
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Utf8JsonWriter _json;

    private Journal(string path, FileStream file)
    {
        _path = path;
        _file = file;
        _json = new(_line);
    }

    /// <summary>Takes the output folder, which is created where it is missing.</summary>
    /// <exception cref="ThumbsException">Another run has it, or it cannot be written to.</exception>
    public static Journal Open(string outputFolder)
    {
        var path = Path.Join(outputFolder, FileName);
        try
        {
            Directory.CreateDirectory(outputFolder);
            // Without a buffer: each line is with the operating system once it is written, and outlives this process.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
            if (file.Seek(0, SeekOrigin.End) > 0)
                file.WriteByte((byte)'\n');
            return new(path, file);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw WriteFailure.Of(outputFolder, exception);
        }
        catch (IOException exception)
        {
            throw File.Exists(path) ? InUse(outputFolder, exception) : WriteFailure.Of(outputFolder, exception);
        }
    }

    /// <summary>The lines of a journal that a run left behind; none where there is no journal.</summary>
    /// <exception cref="ThumbsException">Another run is writing it.</exception>
    public static async Task<List<JournalLine>?> ReadAsync(string outputFolder, CancellationToken cancellation)
    {
        var path = Path.Join(outputFolder, FileName);
        if (!File.Exists(path))
            return null;
        var lines = new List<JournalLine>();
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None));
            while (await reader.ReadLineAsync(cancellation) is { } text)
            {
                if (TryParse(text) is { } line)
                    lines.Add(line);
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // The run that wrote it has just ended well.
            return null;
        }
        catch (IOException exception)
        {
            throw InUse(outputFolder, exception);
        }
        return lines;
    }

    /// <summary>Adds a line. Not asynchronous: it is a few hundred bytes to the system's own memory, less than a switch of threads.</summary>
    public void Append(JournalLine line)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        JsonSerializer.Serialize(_json, line, StateJson.Default.JournalLine);
        _line.Write("\n"u8);
        _file.Write(_line.WrittenSpan);
    }

    /// <summary>Ends the run well: what the journal holds is in the state file now.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    /// <summary>The last line may be torn where the writer was killed: what it told is made again.</summary>
    private static JournalLine? TryParse(string text)
    {
        try
        {
            var line = text.Length == 0 ? null : JsonSerializer.Deserialize(text, StateJson.Default.JournalLine);
            return line?.Source.IsWhole == true ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ThumbsException InUse(string folder, Exception inner) =>
        new(Diagnostic.OutputInUse.At(folder, "Another run is writing to this output folder"), inner);
}
