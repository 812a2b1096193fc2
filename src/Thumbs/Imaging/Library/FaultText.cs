using NetVips;

using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Imaging.Library;

/// <summary>The message for a failure of libvips: our words first, then its own where they add something.</summary>
public static class FaultText
{
    public static string Truncated(VipsException fault) => With(fault, "The file ends before the image does");

    public static string TruncatedButMade(VipsException fault) => With(fault, "The file ends before the image does; what there is of it was made");

    public static string Damaged(ImageFormat format, VipsException fault) => With(fault, $"The file is a damaged {Title(format)} image");

    public static string CannotEncode(int width, int height, ImageFormat format, VipsException fault) =>
        With(fault, $"A picture of {width}×{height} px cannot be written as {Title(format)}; ask for a smaller size or another format");

    /// <summary>For a format that some libvips reads, and the one in use does not.</summary>
    public static string NoLoader(ImageFormat format)
    {
        var isNamed = NamedLoader.For(format) is not null;
        var how = FormatNames.HowToRead(format, name => $"--{name}");
        return !Libvips.IsOfSystem ? $"{format.Plural()} cannot be read; a libvips of the system may read them ({how}), or convert this one to JPEG, PNG, WebP or AVIF first"
            : isNamed ? $"{format.Plural()} are read only where their loader is named: {how}"
            : $"{format.Plural()} cannot be read by this libvips of the system, which was built without them";
    }

    /// <summary>For a HEIC or an AVIF with more pixels than libheif is built to read; no option of libvips raises that.</summary>
    public static string BeyondLibheif(VipsException fault) => With(fault, "The image is larger than libheif reads, whatever --max-pixels allows; convert it to JPEG, PNG or TIFF");

    /// <summary>For a HEIC or an AVIF of a valid container, where libheif does not support what is in it.</summary>
    public static string NoDecoder(VipsException fault) => With(fault, Libvips.IsOfSystem
        ? "The libheif of this system does not decode what is in the file; for HEIC it may need a plugin (Debian: libheif-plugin-libde265)"
        : "libheif does not decode what is in the file; convert it to JPEG, PNG or WebP");

    /// <summary>For a failure that is one of the machine: libvips has threads of its own. <see langword="null"/> for the others.</summary>
    public static string? OfMachine(VipsException fault) => fault.Message.Contains("unable to create thread", StringComparison.Ordinal)
        ? $"There are no more {MachineLimit.ThreadsOrMemory} for a worker process"
        : null;

    private static string With(VipsException fault, string text) =>
        VipsMessage.Of(fault) is { } message ? $"{text} (libvips: {message})" : text;

    private static string Title(ImageFormat format) => format switch
    {
        ImageFormat.WebP => "WebP",
        ImageFormat.JpegXl => "JPEG XL",
        ImageFormat.Jpeg2000 => "JPEG 2000",
        _ => format.Name().ToUpperInvariant(),
    };
}
