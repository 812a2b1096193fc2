namespace Thumbs.Planning;

/// <summary>An image file as it was found. Of a plan of a million, each keeps its last name alone; the folder is shared.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="FileName">The last part of its path.</param>
/// <param name="Length">In bytes.</param>
/// <param name="ModifiedUtc">The file's own time; never the only evidence of a change.</param>
public sealed record Source(SourceFolder Folder, string FileName, long Length, DateTime ModifiedUtc)
{
    /// <summary>Absolute.</summary>
    public string Path => Folder.Path + FileName;

    /// <summary>As the user would name it: relative to the folder that the run started in where it lies below it, with <c>/</c>.</summary>
    public string Name => Folder.Name + FileName;
}

/// <summary>A folder of sources.</summary>
/// <param name="Path">Absolute, with a separator at its end.</param>
/// <param name="Name">As the user would name it, with <c>/</c>, also at its end; empty for the folder that the run started in.</param>
public sealed record SourceFolder(string Path, string Name);

/// <summary>The ordinal order of the sources' paths.</summary>
public sealed class BySourcePath : IComparer<Source>
{
    public static readonly BySourcePath Instance = new();

    public int Compare(Source? x, Source? y)
    {
        var (a, b) = (x!.Folder.Path, y!.Folder.Path);
        if (ReferenceEquals(a, b) || string.Equals(a, b, StringComparison.Ordinal))
            return string.CompareOrdinal(x.FileName, y.FileName);
        if (b.StartsWith(a, StringComparison.Ordinal))
            return CompareToBelow(x.FileName, b.AsSpan(a.Length));
        return a.StartsWith(b, StringComparison.Ordinal) ? -CompareToBelow(y.FileName, a.AsSpan(b.Length)) : string.CompareOrdinal(a, b);
    }

    /// <summary>A file beside a folder in which another lies: they differ before the end of the folder's name, since no file has a separator in its own.</summary>
    private static int CompareToBelow(string fileName, ReadOnlySpan<char> folder) => fileName.AsSpan().SequenceCompareTo(folder);
}
