namespace Thumbs.Tests;

/// <summary>A cache for each run that names none: no test may see what another has made, nor the user's cache.</summary>
internal static class PrivateCache
{
    private static readonly DirectoryInfo Root = Create();

    /// <summary>A folder that no other run has; deleted when the tests are over.</summary>
    public static string Next() => Path.Combine(Root.FullName, Guid.NewGuid().ToString("N"));

    private static DirectoryInfo Create()
    {
        var root = Directory.CreateTempSubdirectory("thumbs-caches-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => root.Delete(recursive: true);
        return root;
    }
}
