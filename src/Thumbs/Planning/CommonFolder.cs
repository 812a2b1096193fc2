namespace Thumbs.Planning;

/// <summary>The deepest folder that holds several.</summary>
public static class CommonFolder
{
    /// <param name="folders">Absolute.</param>
    /// <returns>Empty for none, and for folders on two drives of Windows.</returns>
    public static string Of(IEnumerable<string> folders)
    {
        string? common = null;
        foreach (var folder in folders)
        {
            common ??= folder;
            while (!Holds(common, folder))
                common = Path.GetDirectoryName(common) ?? "";
        }

        return common ?? "";
    }

    /// <summary>Whether a path is a folder, or lies below it; every path is below the empty one.</summary>
    public static bool Holds(string folder, ReadOnlySpan<char> path) =>
        folder.Length == 0
        || (path.StartsWith(folder, StringComparison.Ordinal)
            && (path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar));

    /// <summary>A path below a folder, with <c>/</c>; empty for the folder itself.</summary>
    public static string Below(string folder, string path)
    {
        var below = path.AsSpan(folder.Length).TrimStart(Path.DirectorySeparatorChar).ToString();
        return Path.DirectorySeparatorChar == '/' ? below : below.Replace(Path.DirectorySeparatorChar, '/');
    }
}
