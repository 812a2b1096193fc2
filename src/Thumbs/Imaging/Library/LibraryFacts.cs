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
        : Read();

    // A method of its own: NetVips loads the library when the first method that refers to it is prepared.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LibraryFacts Read()
    {
        var formats = Enum.GetValues<ImageFormat>();
        return new(
            typeof(Image).Assembly.GetName().Version?.ToString(3) ?? "",
            Libvips.Version(),
            [.. formats.Where(format => Has(format, "load_buffer"))],
            [.. formats.Where(format => Has(format, "save_buffer"))]);
    }

    /// <summary>libvips names its operations after the formats, and AVIF after its container HEIF.</summary>
    private static bool Has(ImageFormat format, string operation)
    {
        var name = format == ImageFormat.Avif ? "heif" : format.ToString().ToLowerInvariant();
        return Vips.TypeFind("VipsOperation", name + operation) != IntPtr.Zero;
    }
}
