using NetVips;

namespace Thumbs.Imaging.Colour;

/// <summary>The pixels of a picture with four bytes each.</summary>
public static class RgbaPixels
{
    /// <summary>Red, green, blue and alpha of each px, row by row.</summary>
    /// <param name="picture">Of 8 bits, grey or sRGB, with alpha or without.</param>
    public static byte[] Of(Image picture)
    {
        var bands = picture.Bands;
        var pixels = picture.WriteToMemory<byte>();
        var rgba = new byte[picture.Width * picture.Height * 4];
        for (var (from, to) = (0, 0); to < rgba.Length; from += bands, to += 4)
        {
            (rgba[to], rgba[to + 1], rgba[to + 2]) = bands < 3
                ? (pixels[from], pixels[from], pixels[from])
                : (pixels[from], pixels[from + 1], pixels[from + 2]);
            rgba[to + 3] = bands is 2 or 4 ? pixels[from + bands - 1] : byte.MaxValue;
        }

        return rgba;
    }
}
