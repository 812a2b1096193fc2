using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Thumbs.Tasks;

/// <summary>
/// Writes what the project asks for into the request file, where that has changed, and sees whether all that was made still
/// stands. So the target that runs the engine is up to date exactly where there is nothing to do.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class WriteThumbnailsRequest : Microsoft.Build.Utilities.Task
{
    private const int Version = 1;

    /// <summary>The images.</summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>Names of properties, with their values as metadata <c>Value</c>; empty ones do not count.</summary>
    public ITaskItem[] Properties { get; set; } = [];

    /// <summary>The project file; absolute.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The engine's assembly: another one may make other pictures.</summary>
    [Required]
    public string Engine { get; set; } = "";

    /// <summary>Where the renditions go.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Where they appear in the output of the project.</summary>
    public string BasePath { get; set; } = "";

    /// <summary>The file to write.</summary>
    [Required]
    public string RequestFile { get; set; } = "";

    /// <summary>Where the engine lists what stands.</summary>
    [Required]
    public string ItemList { get; set; } = "";

    /// <summary>Where the engine writes the manifest.</summary>
    [Required]
    public string Manifest { get; set; } = "";

    /// <summary>Where the project's builds tell each other their output folders.</summary>
    [Required]
    public string FolderRegister { get; set; } = "";

    /// <summary>The file that is newer than the request while everything is up to date.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>Whether an image that fails is an error.</summary>
    public bool FailOnError { get; set; } = true;

    private string Folder => Path.GetDirectoryName(Project)!;

    /// <inheritdoc/>
    public override bool Execute()
    {
        var request = Compose();
        var path = Absolute(RequestFile);
        if (!File.Exists(path) || File.ReadAllText(path) != request)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, request);
            File.Delete(Absolute(Stamp));
        }
        else if (File.Exists(Absolute(Stamp)) && !AllStand())
        {
            File.Delete(Absolute(Stamp));
        }

        return true;
    }

    private bool AllStand()
    {
        var folder = Absolute(OutputFolder);
        if (!File.Exists(Absolute(Manifest)) || !File.Exists(Absolute(ItemList)))
            return false;
        foreach (var rendition in Tasks.ItemList.Read(Absolute(ItemList)))
        {
            var file = new FileInfo(Path.Combine(folder, rendition.Path));
            if (file.Exists && file.Length == rendition.Length)
                continue;
            Log.LogMessage(MessageImportance.Low, "{0} is missing or was changed: it is made again.", file.FullName);
            return false;
        }

        return true;
    }

    private string Compose()
    {
        var json = new JsonText().Open('{')
            .Name("version").Number(Version)
            .Name("project").String(Project)
            .Name("engine").String(Engine)
            .Name("outputFolder").String(Absolute(OutputFolder))
            .Name("itemList").String(Absolute(ItemList))
            .Name("manifest").String(Absolute(Manifest))
            .Name("folderRegister").String(Absolute(FolderRegister))
            .Name("failOnError").Boolean(FailOnError)
            .Name("properties").Strings(Properties
                .Select(property => new KeyValuePair<string, string>(property.ItemSpec, property.GetMetadata("Value")))
                .Where(property => property.Value.Length > 0))
            .Name("sets").Open('[');
        foreach (var set in Images.Select(item => (Item: item, Options: ItemOptions.Of(item, BasePath))).GroupBy(image => image.Options.Key, StringComparer.Ordinal))
        {
            var options = set.First().Options;
            json.NextLine().Open('{')
                .Name("place").String(options.Place)
                .Name("folder").String(options.Folder)
                .Name("options").Strings(options.Options)
                .Name("carry").Strings(options.Carried)
                .Name("files").Open('[');
            foreach (var file in set.Select(image => new AskedFile(image.Item)).OrderBy(file => file.Path, StringComparer.Ordinal))
                file.WriteTo(json);
            json.Close(']').Close('}');
        }

        return json.Close(']').Close('}').ToString();
    }

    private string Absolute(string path) => Path.GetFullPath(Path.Combine(Folder, path));

    /// <summary>An image, with what tells that it has changed.</summary>
    private sealed class AskedFile(ITaskItem item)
    {
        private readonly string _directory = ItemOptions.DirectoryOf(item);

        public string Path { get; } = item.GetMetadata("FullPath");

        public void WriteTo(JsonText json)
        {
            var file = new FileInfo(Path);
            json.NextLine().Open('{').Name("path").String(Path).Name("folder").String(_directory);
            if (file.Exists)
                json.Name("length").Number(file.Length).Name("modified").Number(file.LastWriteTimeUtc.Ticks);
            json.Close('}');
        }
    }
}
