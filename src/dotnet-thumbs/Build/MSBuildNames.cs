using Thumbs.Parameters;

namespace Thumbs.Build;

/// <summary>The names of options in a project: item metadata and properties instead of <c>--options</c>.</summary>
internal static class MSBuildNames
{
    private const string DefaultPrefix = "Thumbnail";
    private const string RunPrefix = "Thumbnails";

    private static readonly Option[] OfRenditions = [.. Options.All.Where(
        option => option.Group is OptionGroup.Size or OptionGroup.Format or OptionGroup.Picture || option.Name == "name")];

    private static readonly Option[] OfRun = [.. Options.All.Where(option =>
        option.Group is OptionGroup.Limits || option.Name is "cache" or "no-cache" or "cache-size" or "remote-cache" or "remote-cache-write")];

    /// <summary>The option of a metadata name: <c>Fit</c>, <c>NoRotate</c>.</summary>
    public static Option? OfMetadata(string name) => Array.Find(OfRenditions, option => NameOf(option) == name);

    /// <summary>The option of a property: <c>ThumbnailFit</c>, <c>ThumbnailsTimeout</c>.</summary>
    public static Option? OfProperty(string name) =>
        Array.Find(OfRun, option => RunPrefix + NameOf(option) == name)
        ?? Array.Find(OfRenditions, option => DefaultPrefix + NameOf(option) == name);

    /// <summary>A message with the option names of a project.</summary>
    public static string Translate(string text)
    {
        if (!text.Contains("--", StringComparison.Ordinal))
            return text;

        // The longest first: one name may begin with another.
        foreach (var option in Options.All.OrderByDescending(option => option.Name.Length))
            text = text.Replace($"--{option.Name}", SpellingOf(option), StringComparison.Ordinal);
        return text;
    }

    private static string SpellingOf(Option option) => option.Name switch
    {
        "output" => "ThumbnailsOutputPath",
        "manifest" => "ThumbnailsManifest",
        _ => OfRun.Contains(option) ? RunPrefix + NameOf(option) : NameOf(option),
    };

    private static string NameOf(Option option) => option.Name switch
    {
        "format" => "Formats",
        "cache" => "CachePath",
        _ => string.Concat(option.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
    };
}
