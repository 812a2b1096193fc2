using System.Text;

using Microsoft.Build.Framework;

namespace Thumbs.Tasks;

/// <summary>
/// Writes the request file, where it has changed, and checks that all renditions still
/// exist. So the target that runs the engine is up to date exactly where there is nothing to do.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class WriteThumbnailsRequest : Microsoft.Build.Utilities.Task
{
    private const int Version = 1;
    private const string MisspeltName = "THUMB0404";
    private const string NothingFound = "THUMB0003";

    /// <summary>The images.</summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>Names of properties, with their values as metadata <c>Value</c>; empty ones do not count.</summary>
    public ITaskItem[] Properties { get; set; } = [];

    /// <summary>Names that are easily taken for those of properties, with their values as metadata <c>Value</c> and the right names as <c>Meant</c>.</summary>
    public ITaskItem[] Misspelt { get; set; } = [];

    /// <summary>The project file; absolute.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The engine's assembly: another version may make other pictures.</summary>
    [Required]
    public string Engine { get; set; } = "";

    /// <summary>Where the renditions go.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Their folder in the output of the project.</summary>
    public string BasePath { get; set; } = "";

    /// <summary>The file to write.</summary>
    [Required]
    public string RequestFile { get; set; } = "";

    /// <summary>The engine's list of renditions.</summary>
    [Required]
    public string ItemList { get; set; } = "";

    /// <summary>Where the engine writes the manifest.</summary>
    [Required]
    public string Manifest { get; set; } = "";

    /// <summary>Where the engine writes the gallery; empty for none.</summary>
    public string Gallery { get; set; } = "";

    /// <summary>The file in which the project's builds register their output folders.</summary>
    [Required]
    public string FolderRegister { get; set; } = "";

    /// <summary>The file that is newer than the request while everything is up to date.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>Where the C# that names the renditions goes; empty for none.</summary>
    public string SourceFolder { get; set; } = "";

    /// <summary>Of that C#.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Of the project.</summary>
    public string AssemblyName { get; set; } = "";

    /// <summary>What the addresses of the project's Static Web Assets begin with: <c>/</c> in an app, <c>_content/Library</c> in a library.</summary>
    public string BaseAddress { get; set; } = "";

    /// <summary>Whether an image that fails is an error, as a word; true where it is empty.</summary>
    public string FailOnError { get; set; } = "";

    /// <summary>Whether the renditions are Static Web Assets, which may not lie in <c>wwwroot</c> before.</summary>
    public bool AsStaticWebAssets { get; set; }

    private string Folder => Path.GetDirectoryName(Project)!;

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (!Check())
            return false;
        WarnOfMistakes();

        // In parallel: both wait for the disk, which at ten thousand images is noticeable.
        var lost = System.Threading.Tasks.Task.Run(FirstLost);
        var request = Compose();
        var firstLost = lost.GetAwaiter().GetResult();
        var path = Absolute(RequestFile);
        if (!File.Exists(path) || File.ReadAllText(path) != request)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, request);
            File.Delete(Absolute(Stamp));
        }
        else if (firstLost is not null && File.Exists(Absolute(Stamp)))
        {
            Log.LogMessage(MessageImportance.Low, "{0} is missing or was changed: it is made again.", firstLost);
            File.Delete(Absolute(Stamp));
        }

        return true;
    }

    private bool Check()
    {
        if (SwitchOf(FailOnError) is null)
            return Fail("THUMB0001", $"ThumbnailsFailOnError: `{FailOnError}` is neither true nor false");
        var folder = Absolute(OutputFolder) + Path.DirectorySeparatorChar;
        if (AsStaticWebAssets && folder.StartsWith(Path.Combine(Folder, "wwwroot") + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase))
            return Fail("THUMB0405", "ThumbnailsOutputPath lies in wwwroot, whose files are assets of the site already: each would be one twice. Leave it out: thumbnails are served from where they are, and published into wwwroot");
        return true;
    }

    /// <summary>The words that MSBuild takes for a switch.</summary>
    private static bool? SwitchOf(string word) => word.Trim().ToUpperInvariant() switch
    {
        "" or "TRUE" or "YES" or "ON" => true,
        "FALSE" or "NO" or "OFF" => false,
        _ => null,
    };

    private bool Fail(string code, string text)
    {
        Log.LogError(subcategory: null, code, helpKeyword: null, Help.LinkTo(code), Project, 0, 0, 0, 0, "{0}", text);
        return false;
    }

    /// <summary>Once for each name in each file that defines items.</summary>
    private void WarnOfMistakes()
    {
        foreach (var property in Misspelt.Where(property => property.GetMetadata("Value").Length > 0))
            Warn(Project, $"The property {property.ItemSpec} does nothing; did you mean {property.GetMetadata("Meant")}?");
        foreach (var glob in new IncludedGlobs(Project).WithoutMatch(Images))
        {
            Log.LogWarning(
                subcategory: null, NothingFound, helpKeyword: null, Help.LinkTo(NothingFound), Project, glob.Line, 0, 0, 0,
                "GenerateThumbnails Include=\"{0}\": no image was found there", glob.Text);
        }

        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in Images)
        {
            foreach (var mistake in ItemOptions.MistakesIn(image))
            {
                var place = image.GetMetadata("DefiningProjectFullPath");
                if (told.Add($"{place}\n{mistake.Key}"))
                    Warn(place, $"GenerateThumbnails Include=\"{image.ItemSpec}\": the metadata {mistake.Key} does nothing; did you mean {mistake.Value}?");
            }
        }
    }

    private void Warn(string place, string text) => Log.LogWarning(
        subcategory: null, MisspeltName, helpKeyword: null, Help.LinkTo(MisspeltName), place, 0, 0, 0, 0, "{0}", text);

    /// <summary>A rendition that is missing or was changed.</summary>
    private string? FirstLost()
    {
        foreach (var list in new[] { Manifest, ItemList, Gallery, SourceFolder.Length > 0 ? Path.Combine(SourceFolder, "Thumbnails.g.cs") : "" })
        {
            if (list.Length > 0 && !File.Exists(Absolute(list)))
                return Absolute(list);
        }

        var folder = Absolute(OutputFolder);
        var renditions = Tasks.ItemList.Read(Absolute(ItemList), BuildEngine4);
        var files = renditions.Select(rendition => Path.Combine(folder, rendition.Path)).ToList();
        var facts = FileFacts.Of(files);
        for (var i = 0; i < facts.Length; i++)
        {
            if (facts[i].Length != renditions[i].Length)
                return files[i];
        }

        return null;
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
            .Name("failOnError").Boolean(SwitchOf(FailOnError) == true)
            .Name("properties").Strings(Properties
                .Select(property => new KeyValuePair<string, string>(property.ItemSpec, property.GetMetadata("Value")))
                .Where(property => property.Value.Length > 0))
            .Name("sets").Open('[');
        foreach (var set in Sets())
        {
            json.NextLine().Open('{')
                .Name("place").String(set.Options.Place)
                .Name("folder").String(set.Options.Folder)
                .Name("options").Strings(set.Options.Options)
                .Name("carry").Strings(set.Options.Carried)
                .Name("files").Open('[');
            set.Files.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
            var facts = FileFacts.Of([.. set.Files.Select(file => file.Key)]);
            for (var i = 0; i < facts.Length; i++)
                Describe(set.Files[i], facts[i], json);
            json.Close(']').Close('}');
        }

        json.Close(']');
        if (SourceFolder.Length > 0)
        {
            json.Name("typedNames").Strings(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["folder"] = Absolute(SourceFolder),
                ["namespace"] = Namespace,
                ["assembly"] = AssemblyName,
                ["baseAddress"] = BaseAddress,
                ["basePath"] = BasePath.Replace('\\', '/').Trim('/'),
            });
        }

        return json.Close('}').ToString();
    }

    private string Absolute(string path) => Path.GetFullPath(Path.Combine(Folder, path));

    /// <summary>The images by their options, in the order in which the project first uses them.</summary>
    private List<AskedSet> Sets()
    {
        var sets = new List<AskedSet>();
        var byKey = new Dictionary<string, AskedSet>(StringComparer.Ordinal);
        var key = new StringBuilder();
        foreach (var item in Images)
        {
            if (!byKey.TryGetValue(ItemOptions.KeyOf(item, BasePath, key), out var set))
            {
                set = new(ItemOptions.Of(item, BasePath));
                byKey.Add(key.ToString(), set);
                sets.Add(set);
            }

            set.Files.Add(new(Absolute(item.ItemSpec), ItemOptions.DirectoryOf(item)));
        }

        return sets;
    }

    /// <summary>Writes an image, with length and time to detect changes.</summary>
    private static void Describe(KeyValuePair<string, string> file, FileFacts facts, JsonText json)
    {
        json.NextLine().Open('{').Name("path").String(file.Key).Name("folder").String(file.Value);
        if (facts.Exists)
            json.Name("length").Number(facts.Length).Name("modified").Number(facts.Modified);
        json.Close('}');
    }

    /// <summary>Items with the same options.</summary>
    private sealed class AskedSet(ItemOptions options)
    {
        public ItemOptions Options { get; } = options;

        /// <summary>Paths, with the value of <c>{dir}</c>.</summary>
        public List<KeyValuePair<string, string>> Files { get; } = [];
    }
}
