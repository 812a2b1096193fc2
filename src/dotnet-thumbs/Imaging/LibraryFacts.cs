using System.Runtime.CompilerServices;

using NetVips;

using Vips = NetVips.NetVips;

using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Imaging;

/// <summary>What can be told of the imaging library of this installation.</summary>
/// <param name="NetVips">The version of the binding.</param>
/// <param name="Libvips">The version of the native library.</param>
/// <param name="Readable">The formats that it reads.</param>
/// <param name="Writable">The formats that it writes.</param>
internal sealed record LibraryFacts(
    string NetVips, string Libvips, IReadOnlyList<ImageFormat> Readable, IReadOnlyList<ImageFormat> Writable)
{
    /// <summary>Loads the native library into this process: for diagnosis, never in a run.</summary>
    /// <exception cref="ThumbsException">It cannot be loaded.</exception>
    public static LibraryFacts Load()
    {
        try
        {
            return Read();
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw Missing(exception);
        }
    }

    // A method of its own: the binding loads the library when the method that mentions it first is prepared.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LibraryFacts Read()
    {
        if (!ModuleInitializer.VipsInitialized)
            throw Missing(ModuleInitializer.Exception);
        var formats = Enum.GetValues<ImageFormat>();
        return new(
            typeof(Image).Assembly.GetName().Version?.ToString(3) ?? "",
            $"{Vips.Version(0)}.{Vips.Version(1)}.{Vips.Version(2)}",
            [.. formats.Where(format => Has(format, "load_buffer"))],
            [.. formats.Where(format => Has(format, "save_buffer"))]);
    }

    /// <summary>libvips names its operations after the formats, and AVIF after the container it shares with HEIC.</summary>
    private static bool Has(ImageFormat format, string operation)
    {
        var name = format == ImageFormat.Avif ? "heif" : format.ToString().ToLowerInvariant();
        return Vips.TypeFind("VipsOperation", name + operation) != IntPtr.Zero;
    }

    private static ThumbsException Missing(Exception? cause)
    {
        // The first sentence says it; behind it stands a list of every folder that was looked into.
        var reason = (cause?.InnerException ?? cause)?.Message.Split(". ")[0] ?? "no reason is given";
        var problem = Diagnostic.NativeLibraryMissing.At(null, $"libvips cannot be loaded: {reason}");
        return cause is null ? new(problem) : new(problem, cause);
    }
}
