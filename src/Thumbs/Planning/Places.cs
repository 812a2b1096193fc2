using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>
/// The real places of the sources of a run, links resolved: single files, and folders, with all below them, whose paths end in a
/// separator. Reading the sources needs no other place.
/// </summary>
public sealed class Places
{
    private readonly HashSet<string> _all = new(StringComparer.Ordinal);
    private (string Path, string Real) _lastFolder = ("", "");

    /// <summary>All of them; absolute, without links.</summary>
    public IReadOnlySet<string> All => _all;

    public void AddFile(string path, LinkedFile? target) => _all.Add(target?.Path ?? Path.Join(RealFolderOf(path), Path.GetFileName(path.AsSpan())));

    /// <param name="real">Absolute, without links.</param>
    public void AddFolder(string real) => _all.Add(WithSeparator(real));

    /// <summary>The real folder of a file. Resolved once for successive files of one folder.</summary>
    public string RealFolderOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (!string.Equals(folder, _lastFolder.Path, StringComparison.Ordinal))
            _lastFolder = (folder, RealPath.Of(folder));
        return _lastFolder.Real;
    }

    /// <summary>All of them, in at most this many paths: beyond it, folders replace their files, and parents replace deep folders.</summary>
    public IReadOnlySet<string> AtMost(int count)
    {
        if (_all.Count <= count)
            return _all;
        var folders = _all.Select(place => Path.EndsInDirectorySeparator(place) ? place : FolderAbove(place)).ToHashSet(StringComparer.Ordinal);
        while (folders.Count > count)
        {
            var deepest = folders.Max(Depth);
            folders = folders.Select(folder => Depth(folder) == deepest ? FolderAbove(folder) : folder).ToHashSet(StringComparer.Ordinal);
        }

        return folders;
    }

    private static string FolderAbove(string path) =>
        Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is { } folder ? WithSeparator(folder) : path;

    private static int Depth(string folder) => folder.AsSpan().Count(Path.DirectorySeparatorChar);

    private static string WithSeparator(string folder) => Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
}
