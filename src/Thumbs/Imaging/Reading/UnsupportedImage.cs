using NetVips;

using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Imaging.Library;

namespace Thumbs.Imaging.Reading;

/// <summary>Tells valid files that are not supported from damaged ones.</summary>
public static class UnsupportedImage
{
    /// <param name="file">That was or will be decoded.</param>
    /// <param name="fault">What came of it.</param>
    /// <exception cref="ThumbsException">It is not supported (THUMB0103).</exception>
    public static void Refuse(SourceFile file, VipsException? fault = null)
    {
        if (file.Format is ImageFormat.Heic or ImageFormat.Avif && fault?.Message.Contains("exceeds the maximum image size", StringComparison.Ordinal) == true)
            throw new ThumbsException(Diagnostic.UnsupportedFormat.At(path: null, FaultText.BeyondLibheif(fault)));
        if (file.Format is ImageFormat.Heic or ImageFormat.Avif && fault?.Message.Contains("nsupported", StringComparison.Ordinal) == true)
            throw new ThumbsException(Diagnostic.UnsupportedFormat.At(path: null, FaultText.NoDecoder(fault)));

        if (file.Format == ImageFormat.Tiff && TiffPatch.Unsupported(file.Image.Span) is { } what)
            throw new ThumbsException(Diagnostic.UnsupportedFormat.At(path: null, $"TIFF images with {what} cannot be read; convert this one to 8 or 16 bits a channel and a common compression"));
    }
}
