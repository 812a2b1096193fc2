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

    /// <summary>For a failure that is one of the machine: libvips has threads of its own. <see langword="null"/> for the others.</summary>
    public static string? OfMachine(VipsException fault) => fault.Message.Contains("unable to create thread", StringComparison.Ordinal)
        ? $"There are no more {MachineLimit.ThreadsOrMemory} for a worker process"
        : null;

    private static string With(VipsException fault, string text) =>
        VipsMessage.Of(fault) is { } message ? $"{text} (libvips: {message})" : text;

    private static string Title(ImageFormat format) => format == ImageFormat.WebP ? "WebP" : format.Name().ToUpperInvariant();
}
