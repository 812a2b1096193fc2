using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>A quick look at the inputs before a plan is made.</summary>
public static class InputGlance
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None };

    /// <summary>How many files there are, at most.</summary>
    /// <returns><see langword="null"/> where it takes a plan to know.</returns>
    public static int? Files(Request request)
    {
        if (request.Sets is { } sets)
            return sets.Sum(set => set.Files.Count);
        return request.Inputs is [var only] && IsOneFile(Path.GetFullPath(WindowsPath.Usual(only), request.BaseFolder)) ? 1 : null;
    }

    /// <summary>Where the sources lie, but for what links in the folders lead to.</summary>
    /// <returns><see langword="null"/> where only the plan will tell.</returns>
    public static Places? Places(Request request)
    {
        var places = new Places();
        var paths = request.Sets?.SelectMany(set => set.Files).Select(file => WindowsPath.Usual(file.Path))
            ?? request.Inputs.Select(input => Path.GetFullPath(WindowsPath.Usual(input), request.BaseFolder));
        foreach (var path in paths)
        {
            if (File.Exists(path))
                places.AddFile(path, LinkedFile.Of(path));
            else if (Directory.Exists(path))
                places.AddFolder(RealPath.Of(path));
            else
                return null;
        }

        return places;
    }

    /// <summary>A file, or a folder with a file and nothing else. Of a large folder no more than the first two entries are looked at.</summary>
    private static bool IsOneFile(string path) =>
        File.Exists(path)
        || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path, "*", Everything).Take(2).ToArray() is [var entry] && File.Exists(entry));
}
