namespace Thumbs.Tasks;

/// <summary>Finds the <c>dotnet</c> that runs the engine.</summary>
internal static class DotnetHost
{
    public static string Name { get; } = Path.DirectorySeparatorChar == '\\' ? "dotnet.exe" : "dotnet";

    /// <param name="hostPath">The value of DOTNET_HOST_PATH: usually a file, but it has been seen to be a folder, and MSBuild.exe does not set it.</param>
    /// <param name="roots">Folders of .NET installations, the best first; may be empty texts.</param>
    /// <returns>A full path, or the name alone, to be found on the PATH.</returns>
    public static string Find(string? hostPath, params string?[] roots)
    {
        if (File.Exists(hostPath))
            return hostPath!;
        foreach (var root in roots)
        {
            if (!string.IsNullOrEmpty(root) && Path.Combine(root, Name) is var path && File.Exists(path))
                return path;
        }

        return Name;
    }
}
