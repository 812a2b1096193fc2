using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>What the search for images brings to light besides them.</summary>
public sealed class Findings
{
    private readonly List<string> _searched = [];
    private readonly List<string> _unlisted = [];
    private readonly SortedDictionary<string, List<string>> _leftOut = new(StringComparer.Ordinal);

    /// <summary>Inputs that do not exist, files that are none, and what else was found.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The number of files that were left out because their formats cannot be read.</summary>
    public int LeftOut => _leftOut.Values.Sum(files => files.Count);

    /// <summary>A warning for each format that was left out, and not for each file: a folder may hold a thousand of one camera.</summary>
    public IEnumerable<Problem> Unreadable => _leftOut.Select(kind => Diagnostic.SkippedFormat.At(
        kind.Value.Min(StringComparer.Ordinal),
        kind.Value.Count == 1 ? $"Left out: {kind.Key} cannot be read" : $"Left out, and {kind.Value.Count - 1} more: {kind.Key} cannot be read"));

    /// <param name="file">As the user would name it.</param>
    /// <param name="format">The name of its format.</param>
    public void LeaveOut(string file, string format)
    {
        if (!_leftOut.TryGetValue(format, out var files))
            _leftOut[format] = files = [];
        files.Add(file);
    }

    /// <summary>Where the sources lie.</summary>
    public Places Places { get; } = new();

    /// <param name="folder">That is searched with all below it; absolute.</param>
    public void Searched(string folder) => _searched.Add(folder);

    /// <param name="folder">That cannot be listed; absolute.</param>
    public void Unlisted(string folder) => _unlisted.Add(folder);

    /// <summary>Whether what lies at a path would have been found: it is below a folder that was searched, and below none that could not be listed.</summary>
    /// <param name="path">Absolute.</param>
    public bool WouldHaveFound(string path) =>
        _searched.Exists(folder => RealPath.IsWithin(path, folder)) && !IsUnlisted(path);

    /// <summary>Whether a path is below a folder that could not be listed.</summary>
    /// <param name="path">Absolute.</param>
    public bool IsUnlisted(string path) => _unlisted.Exists(folder => RealPath.IsWithin(path, folder));
}
