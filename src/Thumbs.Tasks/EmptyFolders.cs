namespace Thumbs.Tasks;

/// <summary>Deletes folders that have become empty.</summary>
internal static class EmptyFolders
{
    /// <summary>Deletes a folder and those above it, as far as they are empty and lie below another.</summary>
    public static void Delete(string folder, string below)
    {
        var prefix = below.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        try
        {
            while (folder.StartsWith(prefix, StringComparison.Ordinal)
                && Directory.Exists(folder)
                && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
                folder = Path.GetDirectoryName(folder)!;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another program uses it: an empty folder does no harm.
        }
    }
}
