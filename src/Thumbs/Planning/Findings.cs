using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>What the search for images brings to light besides them.</summary>
public sealed class Findings
{
    /// <summary>So many folders that are left out are named.</summary>
    private const int MostNamed = 5;

    private readonly List<string> _searched = [];
    private readonly List<string> _unlisted = [];
    private readonly Dictionary<string, List<string>> _unreadable = new(StringComparer.Ordinal);
    private readonly List<(string Folder, string Why)> _leftOut = [];

    /// <summary>Inputs that do not exist, files that are none, and what else was found.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>The number of files that were left out because their formats cannot be read.</summary>
    public int UnreadableFiles { get; private set; }

    /// <summary>A warning for each format that was left out, and not for each file: a folder may hold a thousand of one camera.</summary>
    public IEnumerable<Problem> UnreadableFormats => _unreadable.Count == 0 ? [] : _unreadable.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => Diagnostic.SkippedFormat.At(
        kind.Value.Min(StringComparer.Ordinal),
        kind.Value.Count == 1 ? $"Left out: {kind.Key}" : $"Left out, and {kind.Value.Count - 1} more: {kind.Key}"));

    /// <param name="file">As the user would name it.</param>
    /// <param name="why">The name of its format, and what to do about it.</param>
    public void Unreadable(string file, string why)
    {
        if (!_unreadable.TryGetValue(why, out var files))
            _unreadable[why] = files = [];
        files.Add(file);
        UnreadableFiles++;
    }

    /// <summary>Where the sources lie.</summary>
    public Places Places { get; } = new();

    /// <param name="folder">That is searched with all below it; absolute.</param>
    public void Searched(string folder) => _searched.Add(folder);

    /// <param name="folder">That cannot be listed; absolute.</param>
    public void Unlisted(string folder) => _unlisted.Add(folder);

    /// <param name="folder">That is not searched, as the user would name it.</param>
    /// <param name="why">The ignore file that says so; empty where it holds what a run has made.</param>
    public void LeftOut(string folder, string why) => _leftOut.Add((folder, why));

    /// <summary>One problem for all the folders that are left out.</summary>
    public void TellLeftOut()
    {
        if (_leftOut.Count == 0)
            return;
        var reasons = _leftOut
            .GroupBy(folder => folder.Why, folder => folder.Folder, StringComparer.Ordinal)
            .Select(folders => $"{Named([.. folders.Distinct(StringComparer.Ordinal)])} ({(folders.Key.Length == 0 ? "made by an earlier run" : folders.Key)})");
        Problems.Add(Diagnostic.LeftOutFolder.At(path: null, $"Not searched: {string.Join("; ", reasons)}. Name a folder itself to have it searched"));
    }

    private static string Named(string[] folders) =>
        string.Join(", ", folders.Take(MostNamed)) + (folders.Length > MostNamed ? $" and {folders.Length - MostNamed} more" : "");

    /// <summary>Whether what lies at a path would have been found: it is below a folder that was searched, and below none that could not be listed.</summary>
    /// <param name="path">Absolute.</param>
    public bool WouldHaveFound(string path) =>
        _searched.Exists(folder => RealPath.IsWithin(path, folder)) && !IsUnlisted(path);

    /// <summary>Whether a path is below a folder that could not be listed.</summary>
    /// <param name="path">Absolute.</param>
    public bool IsUnlisted(string path) => _unlisted.Exists(folder => RealPath.IsWithin(path, folder));
}
