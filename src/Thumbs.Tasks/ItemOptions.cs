using System.Text;

using Microsoft.Build.Framework;

namespace Thumbs.Tasks;

/// <summary>The metadata of an item: its options, its folder, and the metadata to carry over.</summary>
internal sealed class ItemOptions
{
    /// <summary>The rendition options, by their metadata names.</summary>
    private static readonly string[] OptionNames =
    [
        "Size", "Widths", "Aspect", "Fit", "Position", "Enlarge", "Kernel", "Sharpen", "Formats", "Quality", "Effort", "Colors",
        "Lossless", "Progressive", "Background", "Keep", "NoRotate", "NoAnimation", "Page", "Placeholder", "Icons", "Name",
    ];

    private static readonly MisspeltNames Misspelt = new(OptionNames);

    /// <summary>Custom metadata that says where a rendition goes, and is no business of its item; and what MSBuild itself adds to items of these kinds.</summary>
    private static readonly string[] NotCarried = ["Link", "LinkBase", "TargetPath", "Visible", "SubType", "Generator", "DependentUpon"];

    private ItemOptions(string place, string folder, List<KeyValuePair<string, string>> options, List<KeyValuePair<string, string>> carried)
    {
        Place = place;
        Folder = folder;
        Options = options;
        Carried = carried;
    }

    /// <summary>The file that defines the item.</summary>
    public string Place { get; }

    /// <summary>Where its renditions go below the output folder, and so below the output of the project; with <c>/</c>.</summary>
    public string Folder { get; }

    public List<KeyValuePair<string, string>> Options { get; }

    public List<KeyValuePair<string, string>> Carried { get; }

    /// <summary>Items of equal keys have the same options. Called for every item, of which there may be ten thousand.</summary>
    public static string KeyOf(ITaskItem item, string basePath, StringBuilder text)
    {
        text.Clear().Append(item.GetMetadata("DefiningProjectFullPath")).Append('\n').Append(FolderOf(item, basePath));
        foreach (var name in OptionNames)
            text.Append('\n').Append(item.GetMetadata(name));
        foreach (var pair in CarriedBy(item))
            text.Append('\n').Append(pair.Key).Append('\t').Append(pair.Value);
        return text.ToString();
    }

    public static ItemOptions Of(ITaskItem item, string basePath) => new(
        item.GetMetadata("DefiningProjectFullPath"),
        FolderOf(item, basePath),
        Given(item, OptionNames),
        [.. CarriedBy(item)]);

    /// <summary>Metadata of an item that is nearly an option, with the option that was probably meant.</summary>
    public static IEnumerable<KeyValuePair<string, string>> MistakesIn(ITaskItem item)
    {
        foreach (string name in item.MetadataNames)
        {
            if (Misspelt.MeantBy(name) is { } meant)
                yield return new(name, meant);
        }
    }

    /// <summary>The value of <c>{dir}</c>: the part of the path that the item's wildcards matched, unless the item names a folder.</summary>
    public static string DirectoryOf(ITaskItem item) =>
        Linked(item).Length > 0 ? "" : Slashes(item.GetMetadata("RecursiveDir"));

    /// <summary>All other metadata of the project, for the items of the renditions: <c>Alt</c>, <c>CopyToOutputDirectory</c>.</summary>
    private static IEnumerable<KeyValuePair<string, string>> CarriedBy(ITaskItem item) => item.CloneCustomMetadata().Keys
        .Cast<string>()
        .Select(name => new KeyValuePair<string, string>(name, item.GetMetadata(name)))
        .Where(pair => pair.Value.Length > 0 && !OptionNames.Contains(pair.Key, StringComparer.OrdinalIgnoreCase) && !NotCarried.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
        .OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static string FolderOf(ITaskItem item, string basePath)
    {
        if (Linked(item) is { Length: > 0 } linked)
            return Slashes(linked).LastIndexOf('/') is var end && end < 0 ? "" : Slashes(linked).Substring(0, end);
        return item.GetMetadata("LinkBase") is { Length: > 0 } linkBase ? Slashes(linkBase) : Slashes(basePath);
    }

    private static string Linked(ITaskItem item) =>
        item.GetMetadata("TargetPath") is { Length: > 0 } path ? path : item.GetMetadata("Link");

    private static string Slashes(string path) => path.Replace('\\', '/').Trim('/');

    private static List<KeyValuePair<string, string>> Given(ITaskItem item, string[] names)
    {
        var given = new List<KeyValuePair<string, string>>();
        foreach (var name in names)
        {
            if (item.GetMetadata(name) is { Length: > 0 } value)
                given.Add(new(name, value));
        }

        return given;
    }
}
