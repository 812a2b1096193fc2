namespace Thumbs.Benchmarks;

/// <summary>Where this repository is.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Peers { get; } = Path.Combine(Root, "tests", "Thumbs.Benchmarks", "peers");

    /// <summary>The photographs that may lie beside the repository; <see langword="null"/> where there are none.</summary>
    public static string? Photos { get; } = PhotosBeside(Root);

    private static string? PhotosBeside(string root)
    {
        var folder = Path.GetFullPath(Path.Combine(root, "..", "shared", "images", "photos"));
        return Directory.Exists(folder) ? folder : null;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Thumbs.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmarks do not lie in the repository.");
        return folder.FullName;
    }
}
