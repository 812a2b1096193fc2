namespace Thumbs.Images;

/// <summary>
/// A loader of libvips that is not let in unless it is named: libvips itself calls it untrusted, since the library below it was not made
/// for files of strangers or is rarely tested with them.
/// </summary>
/// <param name="Name">The word of <c>--loaders</c>.</param>
/// <param name="Operation">Of libvips, without the suffix of what it reads from.</param>
/// <param name="Classes">Of the same, as <c>vips_operation_block_set</c> has them; which one there is depends on the build.</param>
/// <param name="Reads">What it is used for, whatever else it could read.</param>
public sealed record NamedLoader(string Name, string Operation, string[] Classes, ImageFormat[] Reads)
{
    public static readonly NamedLoader[] All =
    [
        new("jp2k", "jp2kload", ["VipsForeignLoadJp2k"], [ImageFormat.Jpeg2000]),
        new("magick", "magickload", ["VipsForeignLoadMagick", "VipsForeignLoadMagick7"], [ImageFormat.Bmp, ImageFormat.Psd]),
        new("pdf", "pdfload", ["VipsForeignLoadPdf"], [ImageFormat.Pdf]),
        new("raw", "dcrawload", ["VipsForeignLoadDcRaw"], [ImageFormat.Raw]),
    ];

    /// <summary>The one that reads a format; <see langword="null"/> where that is read without a name.</summary>
    public static NamedLoader? For(ImageFormat format) => Array.Find(All, loader => loader.Reads.Contains(format));
}
