using NetVips;

using Thumbs.Imaging.Library;

namespace Thumbs.Imaging.Resizing;

/// <summary>Turns a picture upright by its EXIF orientation (EXIF 2.32, tag 0x0112).</summary>
public static class Orientation
{
    /// <param name="image">In memory: it is read in any order.</param>
    /// <param name="orientation">1 to 8.</param>
    public static Image Upright(Image image, int orientation) => orientation switch
    {
        2 => image.FlipHor(),
        3 => image.Rot180(),
        4 => image.FlipVer(),
        5 => image.Rot90().Then(turned => turned.FlipHor()),
        6 => image.Rot90(),
        7 => image.Rot270().Then(turned => turned.FlipHor()),
        8 => image.Rot270(),
        _ => image,
    };
}
