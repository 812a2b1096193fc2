using Thumbs.Tasks.Tests;

namespace Thumbs.Browser.Tests;

/// <summary>The samples as in a clean clone, in a folder whose feed has this run's package.</summary>
internal static class Samples
{
    private static readonly string[] NotInAClone = ["bin", "obj", ".packages"];

    public static string Folder { get; } = Path.Combine(Checkout.Root, "samples");

    /// <returns>The folder of the copy.</returns>
    public static string CopyTo(Package package)
    {
        var copy = Path.Combine(package.ProjectsFolder, Guid.NewGuid().ToString("N")[..8]);
        Copy(new(Folder), copy);
        return copy;
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories().Where(folder => !NotInAClone.Contains(folder.Name, StringComparer.Ordinal)))
            Copy(folder, Path.Combine(to, folder.Name));
    }
}
