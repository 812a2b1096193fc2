using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>What the search for images brings to light besides them.</summary>
public sealed class Findings
{
    private readonly List<string> _searched = [];
    private readonly List<string> _unlisted = [];

    /// <summary>Files left out, inputs that do not exist.</summary>
    public List<Problem> Problems { get; } = [];

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
