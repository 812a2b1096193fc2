namespace Thumbs.Benchmarks;

/// <summary>Where this repository is.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Peers { get; } = Path.Combine(Root, "tests", "Thumbs.Benchmarks", "peers");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Thumbs.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmarks do not lie in the repository.");
        return folder.FullName;
    }
}
