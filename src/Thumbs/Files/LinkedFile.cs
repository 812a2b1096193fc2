namespace Thumbs.Files;

/// <summary>The file at the end of a symbolic link.</summary>
/// <param name="Path">Absolute, of the file itself.</param>
/// <param name="Length">In bytes; -1 where the link leads to nothing.</param>
/// <param name="ModifiedUtc">The file's own time.</param>
public sealed record LinkedFile(string Path, long Length, DateTime ModifiedUtc)
{
    /// <summary>Whether a file is a symbolic link. On Windows, files of cloud drives and deduplicated files are reparse points too, but no links.</summary>
    public static bool IsLink(FileInfo file) => file.Attributes.HasFlag(FileAttributes.ReparsePoint) && file.LinkTarget is not null;

    /// <summary>The file that a path leads to, or <see langword="null"/> where the path is no link.</summary>
    public static LinkedFile? Of(string path)
    {
        try
        {
            if (File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target)
                return null;
            var file = new FileInfo(target.FullName);
            return file.Exists ? new(file.FullName, file.Length, file.LastWriteTimeUtc) : new(file.FullName, -1, default);
        }
        catch (IOException)
        {
            // Circular links lead to nothing either.
            return new(path, -1, default);
        }
    }
}
