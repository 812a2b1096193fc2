using System.Text;

namespace Thumbs.Images;

/// <summary>Files with fonts.</summary>
public static class FontFiles
{
    private static readonly string[] Extensions = [".ttf", ".otf", ".ttc", ".otc", ".pfb", ".woff", ".woff2"];

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 16 };

    /// <summary>All of these folders and those below them, each once, in ordinal order. What cannot be read is not there.</summary>
    public static IEnumerable<string> In(IEnumerable<string> folders) => folders
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", Below))
        .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    /// <summary>Of their names below the folder and their bytes: the same on every machine.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static string DigestOf(string folder) => Short(In([folder])
        .Select(file => $"{Path.GetRelativePath(folder, file).Replace('\\', '/')} {Digest.OfBytes(File.ReadAllBytes(file))}"));

    /// <summary>Of the paths and sizes of all that the system has: machines with the same packages have the same.</summary>
    public static string DigestOfSystem() => Short(In(FontFolders.InUse()).Select(file => $"{file} {new FileInfo(file).Length}"));

    private static string Short(IEnumerable<string> lines) =>
        Digest.OfBytes(Encoding.UTF8.GetBytes(string.Join('\n', lines))).ToString()[..16];
}
