using System.Runtime.CompilerServices;

using NetVips;

using Vips = NetVips.NetVips;

using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Imaging.Library;

/// <summary>Facts of the imaging library of this installation.</summary>
/// <param name="NetVips">The version of the binding.</param>
/// <param name="LibvipsVersion">The version of the native library.</param>
/// <param name="Readable">The formats that it reads.</param>
/// <param name="Writable">The formats that it writes.</param>
public sealed record LibraryFacts(
    string NetVips, string LibvipsVersion, IReadOnlyList<ImageFormat> Readable, IReadOnlyList<ImageFormat> Writable)
{
    /// <summary>Loads the native library into this process: for diagnosis, never in a run.</summary>
    /// <param name="expected">The version of libvips that this installation comes with.</param>
    /// <exception cref="ThumbsException">It cannot be loaded.</exception>
    public static LibraryFacts Load(string expected) => Libvips.Start(expected) is { } reason
        ? throw new ThumbsException(Diagnostic.NativeLibraryMissing.At(null, reason))
        : Read([]);

    /// <summary>The facts of the library that this process has loaded, with these named loaders.</summary>
    // A method of its own: NetVips loads the library when the first method that refers to it is prepared.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static LibraryFacts Read(IReadOnlyCollection<string> named) => new(
        typeof(Image).Assembly.GetName().Version?.ToString(3) ?? "",
        Libvips.Version(),
        [.. Readables(named)],
        [.. Enum.GetValues<ImageFormat>().Where(format => format < ImageFormat.Svg && Has(Word(format) + "save_buffer"))]);

    /// <summary>The formats that the loaded library reads.</summary>
    public static IEnumerable<ImageFormat> Readables(IReadOnlyCollection<string> named) => Enum.GetValues<ImageFormat>().Where(format =>
        NamedLoader.For(format) is { } loader ? named.Contains(loader.Name, StringComparer.Ordinal) && Has(loader.Operation + "_buffer")
        : (Libvips.IsOfSystem || FormatSet.OfPackage.Has(format)) && Has(Word(format) + "load_buffer"));

    /// <summary>Whether the loaded library has the operation of a named loader.</summary>
    public static bool Has(NamedLoader loader) => Has(loader.Operation + "_buffer");

    private static bool Has(string operation) => Vips.TypeFind("VipsOperation", operation) != IntPtr.Zero;

    /// <summary>libvips names its operations after the formats, and AVIF and HEIC after their container HEIF.</summary>
    private static string Word(ImageFormat format) => format is ImageFormat.Avif or ImageFormat.Heic ? "heif" : format.Name();
}
