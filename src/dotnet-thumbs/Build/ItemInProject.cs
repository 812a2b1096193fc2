using System.Globalization;
using System.Xml;
using System.Xml.Linq;

using Thumbs.Diagnostics;

namespace Thumbs.Build;

/// <summary>Where a project sets the metadata that a message is about. MSBuild does not tell, so its file is searched.</summary>
internal static class ItemInProject
{
    private const string ItemName = "GenerateThumbnails";

    /// <summary>A problem with an item, named as the project has it, and its line where the project sets the value literally.</summary>
    /// <param name="problem">Its text begins with the name of the metadata and a colon.</param>
    /// <param name="set">The items.</param>
    public static Problem Named(Problem problem, BuildSet set)
    {
        var (line, item) = Find(set, problem.Text);
        return problem with
        {
            Path = line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{set.Place}({line})") : set.Place,
            Text = $"{item ?? FilesOf(set)}: {problem.Text}",
        };
    }

    private static (int Line, string? Item) Find(BuildSet set, string text)
    {
        try
        {
            var name = set.Options.Keys.FirstOrDefault(option => text.StartsWith($"{option}:", StringComparison.Ordinal));
            if (name is null)
                return default;
            var element = XDocument.Load(set.Place, LoadOptions.SetLineInfo).Descendants()
                .FirstOrDefault(one => one.Name.LocalName == ItemName && Sets(one, name, set.Options[name]));
            return element is IXmlLineInfo place ? (place.LineNumber, NameOf(element)) : default;
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static bool Sets(XElement item, string name, string value) =>
        item.Attributes().Any(one => one.Name.LocalName == name && one.Value == value)
        || item.Elements().Any(one => one.Name.LocalName == name && one.Value == value);

    private static string NameOf(XElement item) =>
        item.Attribute("Include") is { } include ? $"{ItemName} Include=\"{include.Value}\""
        : item.Attribute("Update") is { } update ? $"{ItemName} Update=\"{update.Value}\""
        : $"{ItemName} in an ItemDefinitionGroup";

    private static string FilesOf(BuildSet set) => set.Files switch
    {
        [] => ItemName,
        [var only] => $"{ItemName} {only.Path}",
        [var first, ..] => $"{ItemName} {first.Path} and {set.Files.Count - 1} more",
    };
}
