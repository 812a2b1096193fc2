using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>A quick look at the inputs before a plan is made.</summary>
internal static class InputGlance
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

    /// <summary>A file, or a folder with a single file. Of a large folder only the first two entries are looked at.</summary>
    private static bool IsOneFile(string path) =>
        File.Exists(path)
        || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path, "*", Everything).Take(2).ToArray() is [var entry] && File.Exists(entry));
}
