using System.Globalization;

using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>
/// The files in which a run records an output folder: the state and its journal. Each shard has its own, so that all may work in
/// one folder at once; a run of the whole plan merges them into those of the folder.
/// </summary>
/// <param name="OutputFolder">Absolute.</param>
/// <param name="Shard">The shard; <see langword="null"/> for a run of the whole plan.</param>
public sealed record BookFiles(string OutputFolder, Shard? Shard = null)
{
    /// <summary>A folder of its own: to search for them among a hundred thousand renditions would take time in every run.</summary>
    private const string Shards = ReservedName.Prefix + "shards";

    private const string StateExtension = ".json";
    private const string JournalExtension = ".journal";

    public string State => WithoutExtension + StateExtension;

    public string Journal => WithoutExtension + JournalExtension;

    /// <summary>The path of a file of the book without links above it, that of the shards' folder excepted: it is none of ours if it is one.</summary>
    public string RealOf(string path) => Path.Join(RealPath.Of(OutputFolder), Path.GetRelativePath(OutputFolder, path));

    private string WithoutExtension =>
        Shard is null ? Path.Join(OutputFolder, ReservedName.Prefix + "state") : Path.Join(FolderOfShards(OutputFolder), Shard.FileName);

    /// <summary>The folder of the shards' files; absolute.</summary>
    public static string FolderOfShards(string outputFolder) => Path.Join(outputFolder, Shards);

    /// <summary>Why the folder of the shards, if there is one, cannot be listed; <see langword="null"/> where it can.</summary>
    public static string? WhyUnlisted(string outputFolder)
    {
        var folder = FolderOfShards(outputFolder);
        try
        {
            if (Directory.Exists(folder))
                _ = Directory.EnumerateFiles(folder).Any();
            return File.Exists(folder) ? "It is no folder." : null;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return exception.Message;
        }
    }

    /// <summary>The files of all other runs that exist in the folder.</summary>
    public IEnumerable<BookFiles> Others()
    {
        var folder = FolderOfShards(OutputFolder);
        IEnumerable<string?> files = Directory.Exists(folder) && WhyUnlisted(OutputFolder) is null ? Directory.EnumerateFiles(folder) : [];
        var ofShards = files
            .Where(file => Path.GetExtension(file) is StateExtension or JournalExtension)
            .Select(file => Planning.Shard.OfFileName(Path.GetFileNameWithoutExtension(file)!))
            .OfType<Shard>()
            .Distinct()
            .Where(shard => shard != Shard)
            .Select(shard => this with { Shard = shard });
        return Shard is null ? ofShards : ofShards.Prepend(this with { Shard = null });
    }

    /// <summary>Changes with every change of a file that this run will replace.</summary>
    public string Stamp() =>
        Shard is null ? string.Join('\n', Others().Prepend(this).Select(book => StampOf(book.State))) : StampOf(State);

    private static string StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}") : "";
    }
}
