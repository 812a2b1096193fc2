using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>Lines that leave folders and files out of a search, in the syntax of <c>.gitignore</c>.</summary>
/// <param name="folder">The folder whose paths they speak of; absolute.</param>
/// <param name="lines">The last that speaks of a path decides.</param>
public sealed class IgnoreRules(string folder, IEnumerable<string> lines)
{
    /// <summary>The name of the file that speaks to this program alone.</summary>
    public const string OwnName = ".thumbsignore";

    /// <summary>The name of git's file.</summary>
    public const string GitName = ".gitignore";

    /// <summary>In bytes. Of a longer file nothing is taken.</summary>
    private const int LongestFile = 1 << 20;

    private readonly IgnorePattern[] _patterns = [.. lines.Select(IgnorePattern.Parse).OfType<IgnorePattern>()];

    /// <summary>The rules of a folder's file.</summary>
    /// <returns><see langword="null"/> where there is none that can be read: git goes on without it, too.</returns>
    public static IgnoreRules? Read(string folder, string name)
    {
        var path = Path.Join(folder, name);
        try
        {
            var file = new FileInfo(path);
            return file is { Exists: true, Length: > 0 and <= LongestFile } && !SpecialFile.Is(path) ? new(folder, File.ReadLines(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a path is left out; <see langword="null"/> where no line speaks of it.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="isFolder">Whether it is one.</param>
    public bool? LeaveOut(string path, bool isFolder)
    {
        if (!RealPath.IsWithin(path, folder) || path.Length <= folder.Length)
            return null;
        var below = path[folder.Length..].TrimStart(Path.DirectorySeparatorChar).Replace(Path.DirectorySeparatorChar, '/');
        for (var i = _patterns.Length - 1; i >= 0; i--)
        {
            if (_patterns[i].Matches(below, isFolder))
                return !_patterns[i].IsNegated;
        }
        return null;
    }

    /// <summary>Whether a path, or a folder above it, is left out.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="isFolder">Whether it is one.</param>
    public bool LeaveOutWithAbove(string path, bool isFolder)
    {
        if (!RealPath.IsWithin(path, folder) || path.Length <= folder.Length)
            return false;
        return LeaveOut(path, isFolder) == true
            || (Path.GetDirectoryName(path) is { } above && LeaveOutWithAbove(above, isFolder: true));
    }
}
