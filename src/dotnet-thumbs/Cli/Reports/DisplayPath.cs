namespace Thumbs.Cli.Reports;

/// <summary>Paths as the user would name them.</summary>
internal static class DisplayPath
{
    /// <summary>Relative to the folder that the run started in, with <c>/</c>, where it lies below it; else as it is.</summary>
    public static string Of(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, path);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
            ? path
            : relative.Replace(Path.DirectorySeparatorChar, '/');
    }
}
