namespace Thumbs.Files;

/// <summary>Whether a disk distinguishes <c>a.jpg</c> from <c>A.jpg</c>.</summary>
public static class DiskCase
{
    /// <summary>Compares names as the disk of a folder does. Determined from a name that exists; nothing is written.</summary>
    /// <param name="folder">Absolute; it need not exist yet.</param>
    public static StringComparer ComparerFor(string folder)
    {
        for (var path = folder; Path.GetDirectoryName(path) is { } parent; path = parent)
        {
            var flipped = Flipped(Path.GetFileName(path));
            if (!Directory.Exists(path) || string.Equals(flipped, Path.GetFileName(path), StringComparison.Ordinal))
                continue;
            return Directory.Exists(Path.Join(parent, flipped)) && !Lists(parent, flipped)
                ? StringComparer.OrdinalIgnoreCase
                : StringComparer.Ordinal;
        }
        return RealPath.Comparer;
    }

    /// <summary>A folder that exists in both spellings says nothing about case.</summary>
    private static bool Lists(string parent, string name)
    {
        try
        {
            return Directory.EnumerateDirectories(parent).Any(path => string.Equals(Path.GetFileName(path), name, StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Treating two names as one is the safe side.
            return false;
        }
    }

    private static string Flipped(string name) =>
        string.Create(name.Length, name, static (flipped, original) =>
        {
            for (var i = 0; i < flipped.Length; i++)
                flipped[i] = char.IsUpper(original[i]) ? char.ToLowerInvariant(original[i]) : char.ToUpperInvariant(original[i]);
        });
}
