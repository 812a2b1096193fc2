using System.Runtime.InteropServices;

namespace Thumbs.Pool;

/// <summary>
/// The <c>dotnet</c> that runs this process. An installed tool is started by a launcher of its own, so that the path of the
/// process says nothing; the runtime in use lies at a known place below its root.
/// </summary>
internal static class DotnetHost
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
