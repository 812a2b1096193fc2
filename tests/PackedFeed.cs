namespace Thumbs.Tests;

/// <summary>
/// Packages that were packed before the tests were started, for machines that cannot pack them: the folder that
/// <c>THUMBS_TEST_FEED</c> names. Without it the tests pack them.
/// </summary>
internal static class PackedFeed
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("THUMBS_TEST_FEED");

    /// <summary>The version of a package in the feed; <see langword="null"/> where there is no feed.</summary>
    /// <param name="package">Its id, as in the name of the file.</param>
    public static string? VersionOf(string package)
    {
        if (string.IsNullOrEmpty(Folder))
            return null;

        // Not by a pattern, which matches nothing under Wine.
        return Directory.GetFiles(Folder)
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name.StartsWith(package + ".", StringComparison.Ordinal) && char.IsAsciiDigit(name[package.Length + 1]))
            .Select(name => name[(package.Length + 1)..])
            .Single();
    }

    /// <summary>Copies all its packages into a folder, to which a test may add others.</summary>
    public static void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(Folder!))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}
