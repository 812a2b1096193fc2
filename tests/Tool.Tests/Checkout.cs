namespace Thumbs.Tool.Tests;

/// <summary>The folder of this repository, and real images beside it.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>The folder of real images by that name; the test is skipped where there is none.</summary>
    public static string Images(string folder)
    {
        var path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "images", folder));
        Assert.SkipUnless(Directory.Exists(path), "There are no real images beside the checkout.");
        return path;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Thumbs.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        return folder.FullName;
    }
}
