using System.Runtime.Versioning;

using Thumbs.Diagnostics;

namespace Thumbs.Files;

/// <summary>Paths with all links resolved, so that it can be decided which path lies below which.</summary>
public static class RealPath
{
    /// <summary>The limit of Linux. Without one, circular links would never end.</summary>
    private const int MostLinks = 40;

    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Compares paths as the disks of this operating system usually do.</summary>
    public static StringComparer Comparer { get; } = StringComparer.FromComparison(Comparison);

    /// <summary>The real path of a file or folder; the part that does not exist is kept as it is.</summary>
    /// <exception cref="ThumbsException">Links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(WindowsPath.Usual(path));
        if (!OperatingSystem.IsWindows())
            return Of(full, MostLinks);
        return WindowsPath.Final(full) ?? WithFinalFolder(Of(full, MostLinks));
    }

    /// <summary>True where a path is a folder or lies below it; both are real and absolute.</summary>
    public static bool IsWithin(string path, string folder)
    {
        var prefix = Path.TrimEndingDirectorySeparator(folder);
        return path.StartsWith(prefix, Comparison)
            && (path.Length == prefix.Length || Path.EndsInDirectorySeparator(prefix) || path[prefix.Length] == Path.DirectorySeparatorChar);
    }

    /// <summary>A path that does not exist is resolved through its nearest existing parent.</summary>
    [SupportedOSPlatform("windows")]
    private static string WithFinalFolder(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (WindowsPath.Final(folder) is { } final)
                return Path.Join(final, path.AsSpan(folder.Length));
        }
        return path;
    }

    private static string Of(string path, int linksLeft)
    {
        if (linksLeft == 0)
            throw new ThumbsException(Diagnostic.NoSuchInput.At(path, "Symbolic links lead in a circle there"));
        var real = Path.GetPathRoot(path)!;
        foreach (var segment in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Join(real, segment);
            var target = new DirectoryInfo(real).LinkTarget;
            if (target is not null)
                real = Of(Path.GetFullPath(target, Path.GetDirectoryName(real)!), linksLeft - 1);
        }
        return real;
    }
}
