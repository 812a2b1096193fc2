using System.Globalization;

using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>
/// The files of the book that a run keeps of an output folder. Each shard keeps one of its own, so that all may be at work in
/// one folder; a run of the whole plan takes them over into the one book of the folder.
/// </summary>
/// <param name="OutputFolder">Absolute.</param>
/// <param name="Shard">Whose book it is; <see langword="null"/> for that of the folder.</param>
internal sealed record BookFiles(string OutputFolder, Shard? Shard = null)
{
    /// <summary>A folder of their own: to look for them among a hundred thousand renditions would take time in every run.</summary>
    private const string Shards = ReservedName.Prefix + "shards";

    private const string StateExtension = ".json";
    private const string JournalExtension = ".journal";

    public string State => WithoutExtension + StateExtension;

    public string Journal => WithoutExtension + JournalExtension;

    private string WithoutExtension =>
        Shard is null ? Path.Join(OutputFolder, ReservedName.Prefix + "state") : Path.Join(FolderOfShards(OutputFolder), Shard.FileName);

    /// <summary>Where the shards keep their books; absolute.</summary>
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

    /// <summary>All other books that there are of the folder.</summary>
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

    /// <summary>Changes with every change of a file that this run is going to replace.</summary>
    public string Stamp() =>
        Shard is null ? string.Join('\n', Others().Prepend(this).Select(book => StampOf(book.State))) : StampOf(State);

    private static string StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}") : "";
    }
}
