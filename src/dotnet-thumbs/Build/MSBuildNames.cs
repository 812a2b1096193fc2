using Thumbs.Parameters;
using Thumbs.Planning;

namespace Thumbs.Build;

/// <summary>The names of options in a project: item metadata and properties instead of <c>--options</c>.</summary>
internal static class MSBuildNames
{
    private const string DefaultPrefix = "Thumbnail";
    private const string RunPrefix = "Thumbnails";

    private static readonly Option[] OfRenditions = [.. Options.All.Where(option => option.IsOfRenditions)];

    /// <summary>Without the number of jobs, which MSBuild grants.</summary>
    private static readonly Option[] OfRun = [.. Options.All.Where(option =>
        (option.Group is OptionGroup.Limits && option.Name != "jobs") || option.Name is "gallery" or "overwrite" or "cache" or "no-cache" or "cache-size" or "remote-cache" or "remote-cache-write")];

    /// <summary>The option of a metadata name: <c>Fit</c>, <c>NoRotate</c>.</summary>
    public static Option? OfMetadata(string name) => Array.Find(OfRenditions, option => NameOf(option.Name) == name);

    /// <summary>The option of a property: <c>ThumbnailFit</c>, <c>ThumbnailsTimeout</c>.</summary>
    public static Option? OfProperty(string name) =>
        Array.Find(OfRun, option => RunPrefix + NameOf(option.Name) == name)
        ?? Array.Find(OfRenditions, option => DefaultPrefix + NameOf(option.Name) == name);

    /// <summary>How a project spells an option that it has not given: as metadata where that is possible.</summary>
    /// <param name="name">As the table of options has it.</param>
    public static string SpellingOf(string name) => name == OptionName.Output
        ? "ThumbnailsOutputPath"
        : Array.Find(OfRun, option => option.Name == name) is { } option ? RunPrefix + NameOf(option.Name) : NameOf(name);

    private static string NameOf(string option) => option switch
    {
        "format" => "Formats",
        "cache" => "CachePath",
        _ => string.Concat(option.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
    };
}
