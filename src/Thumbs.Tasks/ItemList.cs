using System.Globalization;
using System.Text;

using Microsoft.Build.Framework;

namespace Thumbs.Tasks;

/// <summary>A rendition in the list.</summary>
internal sealed class ListedRendition(string[] fields, IReadOnlyList<KeyValuePair<string, string>> carried)
{
    public const int Fields = 9;

    /// <summary>Below the output folder, with <c>/</c>.</summary>
    public string Path { get; } = fields[1];

    /// <summary>In bytes.</summary>
    public long Length { get; } = long.Parse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The time of the file, in ticks, UTC.</summary>
    public long Modified { get; } = long.Parse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The image that it was made of; absolute.</summary>
    public string Source { get; } = fields[4];

    /// <summary>In px.</summary>
    public string Width { get; } = fields[5];

    /// <summary>In px.</summary>
    public string Height { get; } = fields[6];

    public string Format { get; } = fields[7];

    public string MediaType { get; } = fields[8];

    /// <summary>Metadata of the source's item for the item of the rendition.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Carried { get; } = carried;

    /// <summary>The value of one of <see cref="Carried"/>.</summary>
    public string? Carry(string name)
    {
        foreach (var pair in Carried)
        {
            if (pair.Key == name)
                return pair.Value;
        }

        return null;
    }
}

/// <summary>The engine's list of renditions of its last successful run.</summary>
internal static class ItemList
{
    private const string Header = "thumbs 1";

    /// <summary>Reads a list, once in a build.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="engine">Caches the list for the duration of the build.</param>
    /// <returns>An empty list where there is no file, or one of another version.</returns>
    public static IReadOnlyList<ListedRendition> Read(string path, IBuildEngine4 engine)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return [];
        var key = $"{nameof(ItemList)} {path} {file.Length} {file.LastWriteTimeUtc.Ticks}";
        if (engine.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is IReadOnlyList<ListedRendition> known)
            return known;
        var read = Read(path);
        engine.RegisterTaskObject(key, read, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: true);
        return read;
    }

    private static List<ListedRendition> Read(string path)
    {
        var renditions = new List<ListedRendition>();
        using var reader = new StreamReader(path, Encoding.UTF8);
        if (reader.ReadLine() != Header)
            return renditions;
        var sets = new List<IReadOnlyList<KeyValuePair<string, string>>>();
        while (reader.ReadLine() is { } line)
        {
            var fields = TabbedLine.Split(line);
            if (fields[0] == "set")
                sets.Add(Pairs(fields));
            else if (fields.Length == ListedRendition.Fields)
                renditions.Add(new(fields, sets[int.Parse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture)]));
        }

        return renditions;
    }

    private static List<KeyValuePair<string, string>> Pairs(string[] fields)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        for (var i = 1; i + 1 < fields.Length; i += 2)
            pairs.Add(new(fields[i], fields[i + 1]));
        return pairs;
    }
}
