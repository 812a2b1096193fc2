namespace Thumbs.Planning;

/// <summary>The ignore files that hold in a folder: its own and those above it.</summary>
/// <param name="Above">What holds in the folder above; <see langword="null"/> where nothing does.</param>
/// <param name="Own">Of <see cref="IgnoreRules.OwnName"/>; <see langword="null"/> where there is none.</param>
/// <param name="Git">Of <see cref="IgnoreRules.GitName"/>. It leaves out folders only: that a repository does not hold the originals, which are large, is no reason not to make them smaller.</param>
public sealed record IgnoreScope(IgnoreScope? Above, IgnoreRules? Own, IgnoreRules? Git)
{
    /// <summary>Above the root of a search: the files of its repository, if it lies in one.</summary>
    /// <param name="root">Absolute; its own files are not read.</param>
    public static IgnoreScope? AboveRoot(string root)
    {
        if (Path.Exists(Path.Join(root, ".git")))
            return null;
        var above = new Stack<string>();
        for (var folder = Path.GetDirectoryName(root); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            above.Push(folder);
            if (Path.Exists(Path.Join(folder, ".git")))
                return above.Aggregate((IgnoreScope?)null, With);
        }
        return null;
    }

    /// <summary>What holds in a folder whose files have not been read yet.</summary>
    public static IgnoreScope? With(IgnoreScope? above, string folder)
    {
        var own = IgnoreRules.Read(folder, IgnoreRules.OwnName);
        var git = IgnoreRules.Read(folder, IgnoreRules.GitName);
        return own is null && git is null ? above : new(above, own, git);
    }

    /// <summary>The name of the file that leaves a path out; <see langword="null"/> where none does. The nearest that speaks of it decides.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="isFolder">Whether it is one.</param>
    public string? WhoLeavesOut(string path, bool isFolder)
    {
        for (var scope = this; scope is not null; scope = scope.Above)
        {
            if (scope.Own?.LeaveOut(path, isFolder) is { } own)
                return own ? IgnoreRules.OwnName : null;
            if (isFolder && scope.Git?.LeaveOut(path, isFolder) is { } git)
                return git ? IgnoreRules.GitName : null;
        }
        return null;
    }
}
