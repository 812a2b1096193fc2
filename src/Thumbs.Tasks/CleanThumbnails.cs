using Microsoft.Build.Framework;

namespace Thumbs.Tasks;

/// <summary>Deletes all that builds made, and no other files in the same folders. Starts no process.</summary>
[MSBuildMultiThreadableTask]
public sealed class CleanThumbnails : Microsoft.Build.Utilities.Task, ICancelableTask
{
    /// <summary>The prefix of the names that the engine reserves.</summary>
    private const string ReservedPrefix = ".thumbs-";

    /// <summary>What every gallery begins with, and no other file.</summary>
    private const string GalleryMark = "<!doctype html><!-- A gallery of dotnet thumbs -->";

    private readonly FileDeletion _deletion = new();

    /// <summary>The project file; absolute.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The engine's list of renditions.</summary>
    [Required]
    public string ItemList { get; set; } = "";

    /// <summary>Where the renditions are.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Request, manifest, stamp and other files to delete.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The gallery, which may lie anywhere; empty for none.</summary>
    public string Gallery { get; set; } = "";

    private string Folder => Path.GetDirectoryName(Project)!;

    /// <inheritdoc/>
    public override bool Execute()
    {
        var outputs = Absolute(OutputFolder);
        var files = Tasks.ItemList.Read(Absolute(ItemList), BuildEngine4).Select(rendition => Path.Combine(outputs, rendition.Path))
            .Concat(Files.Select(item => Absolute(item.ItemSpec)))
            .Concat(Directory.Exists(outputs) ? Directory.EnumerateFiles(outputs, ReservedPrefix + "*", SearchOption.AllDirectories) : [])
            .Append(Absolute(ItemList))
            .ToList();
        if (Gallery.Length > 0 && IsGallery(Absolute(Gallery)))
            files.Add(Absolute(Gallery));
        foreach (var file in files.Where(File.Exists))
        {
            Delete(file);
            Log.LogMessage(MessageImportance.Low, "Deleted {0}", file);
        }

        foreach (var folder in files.Select(Path.GetDirectoryName).Distinct(StringComparer.Ordinal))
            EmptyFolders.Delete(folder, outputs);
        if (Directory.Exists(outputs))
            EmptyFolders.Delete(outputs, Folder);
        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _deletion.Cancel();

    private string Absolute(string path) => Path.GetFullPath(Path.Combine(Folder, path));

    private static bool IsGallery(string path) => File.Exists(path) && File.ReadLines(path).FirstOrDefault() == GalleryMark;

    private void Delete(string file)
    {
        try
        {
            _deletion.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            FileDeletion.Log(Log, file, exception);
        }
    }
}
