using Microsoft.Build.Framework;

namespace Thumbs.Tasks;

/// <summary>
/// Copies thumbnails to the output folder of the project where they are missing or outdated, and deletes those of earlier
/// builds that are not wanted any more. MSBuild's own way, over <c>Content</c> and <c>FileWrites</c>, handles every item a dozen
/// times, which at ten thousand takes seconds in a build with nothing to do.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CopyThumbnails : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly FileDeletion _deletion = new();

    /// <summary>The project file; absolute.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The engine's list of renditions; empty where all copies are to be deleted.</summary>
    public string ItemList { get; set; } = "";

    /// <summary>Where the thumbnails are.</summary>
    public string ThumbnailsFolder { get; set; } = "";

    /// <summary>The default for thumbnails whose items do not say.</summary>
    public string CopyToOutputDirectory { get; set; } = "";

    /// <summary>The output folder of the project.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>The list that this task writes of its copies, a path below that folder a line.</summary>
    [Required]
    public string Record { get; set; } = "";

    private string Folder => Path.GetDirectoryName(Project)!;

    /// <inheritdoc/>
    public override bool Execute()
    {
        var outputs = Absolute(OutputFolder);
        var before = File.Exists(Absolute(Record)) ? File.ReadAllLines(Absolute(Record)) : [];
        var wanted = Wanted();
        var destinations = wanted.ConvertAll(rendition => Path.Combine(outputs, rendition.Path));
        var facts = FileFacts.Of(destinations);
        for (var i = 0; i < facts.Length; i++)
        {
            if (!IsUpToDate(facts[i], wanted[i]))
                Copy(Path.Combine(Absolute(ThumbnailsFolder), wanted[i].Path), destinations[i]);
        }

        var now = wanted.ConvertAll(rendition => rendition.Path);
        if (before.SequenceEqual(now, StringComparer.Ordinal))
            return !Log.HasLoggedErrors;
        TakeAway(before.Except(now, StringComparer.Ordinal), outputs);
        if (now.Count > 0)
            File.WriteAllLines(Absolute(Record), now);
        else
            _deletion.Delete(Absolute(Record));
        return !Log.HasLoggedErrors;
    }

    /// <summary>The thumbnails that are to be copied.</summary>
    private List<ListedRendition> Wanted() => ItemList.Length == 0
        ? []
        : [.. Tasks.ItemList.Read(Absolute(ItemList), BuildEngine4).Where(rendition => Mode(rendition).Length > 0 && !Is(Mode(rendition), "Never"))];

    private string Mode(ListedRendition rendition) => rendition.Carry("CopyToOutputDirectory") ?? CopyToOutputDirectory;

    /// <summary>A copy has the time of its source.</summary>
    private bool IsUpToDate(FileFacts file, ListedRendition rendition) =>
        file.Length == rendition.Length && file.Modified >= rendition.Modified && !Is(Mode(rendition), "Always");

    private static bool Is(string value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public void Cancel() => _deletion.Cancel();

    private string Absolute(string path) => Path.GetFullPath(Path.Combine(Folder, path));

    private void Copy(string source, string destination) => Try(destination, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        // Deleted, not overwritten: the file may be a link to another file.
        _deletion.Delete(destination);
        File.Copy(source, destination);
        Log.LogMessage(MessageImportance.Low, "Copied {0} to {1}", source, destination);
    });

    private void TakeAway(IEnumerable<string> files, string outputs)
    {
        foreach (var file in files.Select(file => Path.Combine(outputs, file)).Where(File.Exists))
        {
            Try(file, () => _deletion.Delete(file));
            Log.LogMessage(MessageImportance.Low, "Deleted {0}", file);
            EmptyFolders.Delete(Path.GetDirectoryName(file)!, outputs);
        }
    }

    private void Try(string file, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            FileDeletion.Log(Log, file, exception);
        }
    }
}
