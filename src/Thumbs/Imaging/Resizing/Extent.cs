using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Resizing;

/// <summary>The part of a decoded image that is the picture, in decoded px.</summary>
/// <param name="Width">At most the image's.</param>
/// <param name="Height">At most that of one frame.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct Extent(double Width, double Height)
{
    /// <summary>
    /// A JPEG decoded at 1/8 has a px for every block, also for one that the picture fills only in part: that px counts
    /// in proportion. The other decoders fit the whole picture into the px that they give.
    /// </summary>
    /// <param name="frame">Decoded.</param>
    /// <param name="source">As declared.</param>
    /// <param name="scale">The scale that it was decoded at.</param>
    public static Extent Of(Image frame, SourceHeader source, double scale) => source.Format == ImageFormat.Jpeg
        ? new(source.StoredWidth * scale, source.StoredHeight * scale)
        : new(frame.Width, frame.Height);
}
