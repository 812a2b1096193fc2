using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

using Thumbs.Planning;

namespace Thumbs.Imaging.Worker;

/// <summary>
/// A load context whose libvips is not that of this package. NetVips asks for the library by its plain name, for which the default context
/// always finds the package's first; so this assembly and NetVips are loaded once more, in here.
/// </summary>
/// <param name="library">The file, absolute, or <see cref="Request.SystemsLibvips"/>.</param>
public sealed class SystemLibrary(string library) : AssemblyLoadContext("libvips")
{
    /// <summary>Named, since a type of NetVips would load the package's library too, which the system's linker then takes for its own.</summary>
    private static readonly string[] Own = [typeof(SystemLibrary).Assembly.GetName().Name!, "NetVips"];

    /// <summary>Works as <see cref="SystemWorker.Run"/> on that library.</summary>
    public int Work(Stream input, Stream output, string version, string loaders)
    {
        var run = LoadFromAssemblyName(typeof(SystemWorker).Assembly.GetName()).GetType(typeof(SystemWorker).FullName!)!.GetMethod(nameof(SystemWorker.Run))!;
        return run.CreateDelegate<Func<Stream, Stream, string, string, int>>()(input, output, version, loaders);
    }

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name is { } name && Own.Contains(name, StringComparer.Ordinal)
        ? LoadFromAssemblyPath(Path.Join(AppContext.BaseDirectory, name + ".dll"))
        : null;

    /// <summary>libvips, or GLib, which lies beside it on Windows.</summary>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        if (library != Request.SystemsLibvips)
            return NativeLibrary.Load(unmanagedDllName.Contains("vips", StringComparison.Ordinal) ? library : Path.Join(Path.GetDirectoryName(library), unmanagedDllName));
        // Homebrew's folder on Apple silicon is not among those that macOS searches.
        return OperatingSystem.IsMacOS() && NativeLibrary.TryLoad(Path.Join("/opt/homebrew/lib", unmanagedDllName), out var found) ? found : NativeLibrary.Load(unmanagedDllName);
    }
}
