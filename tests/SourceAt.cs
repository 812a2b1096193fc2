using Thumbs.Planning;

namespace Thumbs.Tests;

/// <summary>Sources that no search has found.</summary>
internal static class SourceAt
{
    /// <param name="path">Absolute.</param>
    /// <param name="name">As the user would name it; empty where that does not count.</param>
    /// <param name="bytes">Of the file.</param>
    /// <param name="modified">UTC.</param>
    public static Source Of(string path, string name = "", long bytes = 0, DateTime modified = default)
    {
        var fileName = Path.GetFileName(path);
        var folderName = name.EndsWith(fileName, StringComparison.Ordinal) ? name[..^fileName.Length] : "";
        return new(new(path[..^fileName.Length], folderName), fileName, bytes, modified);
    }
}
