using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Thumbs.Tasks;

/// <summary>Makes items of the renditions. Runs in every build, also in one that makes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadThumbnails : Microsoft.Build.Utilities.Task
{
    private static readonly char[] Special = ['%', '*', '?', '@', '$', '(', ')', ';', '\''];

    /// <summary>The project file; absolute.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The engine's list of renditions.</summary>
    [Required]
    public string ItemList { get; set; } = "";

    /// <summary>Where the renditions are.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>
    /// Whether the renditions are Static Web Assets: then they belong below <c>wwwroot</c>, wherever they are, and a running
    /// development server finds them in their own folder.
    /// </summary>
    public bool AsStaticWebAssets { get; set; }

    /// <summary>The default of <c>CopyToOutputDirectory</c>.</summary>
    public string CopyToOutputDirectory { get; set; } = "";

    /// <summary>The default folder in a package; empty where none is to be set.</summary>
    public string PackageFolder { get; set; } = "";

    /// <summary>What the addresses of the project's Static Web Assets begin with: <c>/</c> in an app, <c>_content/Library</c> in a library.</summary>
    public string BaseAddress { get; set; } = "";

    /// <summary>The items, in the order of the sources' paths.</summary>
    [Output]
    public ITaskItem[] Thumbnails { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var folder = Path.GetDirectoryName(Project)!;
        var outputs = Path.GetFullPath(Path.Combine(folder, OutputFolder));
        Thumbnails = [.. Tasks.ItemList.Read(Path.GetFullPath(Path.Combine(folder, ItemList)), BuildEngine4).Select(rendition => ItemOf(rendition, outputs))];
        return true;
    }

    private TaskItem ItemOf(ListedRendition rendition, string outputs)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Source"] = Escape(rendition.Source),
            ["Width"] = rendition.Width,
            ["Height"] = rendition.Height,
            ["Format"] = rendition.Format,
            ["MediaType"] = rendition.MediaType,
            ["Link"] = Escape(AsStaticWebAssets ? "wwwroot/" + rendition.Path : rendition.Path),
            ["TargetPath"] = Escape(AsStaticWebAssets ? "wwwroot/" + rendition.Path : rendition.Path),
        };
        if (AsStaticWebAssets)
            metadata["ContentRoot"] = Escape(outputs);
        if (CopyToOutputDirectory.Length > 0)
            metadata["CopyToOutputDirectory"] = CopyToOutputDirectory;
        metadata["Url"] = Escape(UrlOf(rendition.Path));
        foreach (var pair in rendition.Carried.Where(pair => !metadata.ContainsKey(pair.Key) || pair.Key == "CopyToOutputDirectory"))
            metadata[pair.Key] = Escape(pair.Value);
        if (PackageFolder.Length > 0 && !metadata.ContainsKey("PackageCopyToOutput"))
            metadata["PackageCopyToOutput"] = "true";
        if (!metadata.ContainsKey("CopyToPublishDirectory") && metadata.TryGetValue("CopyToOutputDirectory", out var copy))
            metadata["CopyToPublishDirectory"] = copy;
        if (PackageFolder.Length > 0)
            metadata["PackagePath"] = Escape(rendition.Carry("PackagePath") is { } given ? PackagePaths(given, rendition.Path) : $"{PackageFolder}/{rendition.Path}");
        return new TaskItem(Escape(Path.Combine(outputs, rendition.Path)), metadata);
    }

    /// <summary>Relative to the root of the site, or to the output folder, as a page in that folder would write it.</summary>
    private string UrlOf(string path) =>
        string.Join("/", $"{BaseAddress.Trim('/')}/{path}".TrimStart('/').Split('/').Select(Uri.EscapeDataString));

    /// <summary>MSBuild's pack target takes a path without an extension for a folder; NuGet would put all files directly into it.</summary>
    private static string PackagePaths(string paths, string file) => string.Join(";", paths.Split(';').Select(path =>
        Path.HasExtension(path) ? path : $"{path.TrimEnd('/', '\\')}/{file}"));

    /// <summary>Items are given to MSBuild escaped.</summary>
    private static string Escape(string text) => text.IndexOfAny(Special) < 0
        ? text
        : string.Concat(text.Select(letter => Array.IndexOf(Special, letter) < 0 ? letter.ToString() : $"%{(int)letter:x2}"));
}
