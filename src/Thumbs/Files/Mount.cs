using System.Text.RegularExpressions;

namespace Thumbs.Files;

/// <summary>What files have in common that are lost together, such as a network drive. Told by names alone: to ask a lost one would not end.</summary>
public static partial class Mount
{
    /// <summary>The mount point on Linux, the share on Windows, the volume on macOS; the folder for a file of the system's own disk.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="mounts">The list of mounts on Linux (proc_pid_mountinfo(5)).</param>
    public static string Of(string path, string mounts = "/proc/self/mountinfo")
    {
        var folder = Path.GetDirectoryName(path) ?? path;
        if (OperatingSystem.IsWindows())
            return Path.GetPathRoot(path) is { } root && root.StartsWith(@"\\", StringComparison.Ordinal) ? root : folder;
        if (OperatingSystem.IsMacOS())
            return path.Split('/') is ["", "Volumes", var volume, _, ..] ? $"/Volumes/{volume}" : folder;
        try
        {
            return File.ReadLines(mounts)
                .Select(line => Unescaped(line.Split(' ')[4]))
                .Where(mount => mount != "/" && Holds(mount, path))
                .MaxBy(mount => mount.Length) ?? folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return folder;
        }
    }

    /// <summary>Whether a path lies below a place.</summary>
    public static bool Holds(string place, string path) =>
        path.StartsWith(place, StringComparison.Ordinal) && (Path.EndsInDirectorySeparator(place) || path.Length == place.Length || path[place.Length] == Path.DirectorySeparatorChar);

    /// <summary>Spaces and the like are written as a backslash and three octal digits.</summary>
    private static string Unescaped(string text) => Octal().Replace(text, digits => $"{(char)Convert.ToInt32(digits.Value[1..], 8)}");

    [GeneratedRegex(@"\\[0-7]{3}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Octal();
}
