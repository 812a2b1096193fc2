using System.Runtime.InteropServices;

namespace Thumbs.Pool;

/// <summary>
/// The <c>dotnet</c> that runs this process. An installed tool is started by its own launcher, so the path of the process
/// does not tell; the runtime in use lies at a known place below the root of the installation.
/// </summary>
public static class DotnetHost
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Environment.ProcessPath is { } own && System.IO.Path.GetFileName(own).Equals(name, StringComparison.OrdinalIgnoreCase))
            return own;

        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var candidate = System.IO.Path.Combine(root, name);
        return File.Exists(candidate) ? candidate : name;
    }
}
