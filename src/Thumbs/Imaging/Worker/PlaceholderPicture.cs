using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Imaging.Library;
using Thumbs.Imaging.Reading;
using Thumbs.Imaging.Writing;

namespace Thumbs.Imaging.Worker;

/// <summary>Makes the placeholder of a source from frames that are decoded for its renditions.</summary>
public static class PlaceholderPicture
{
    /// <summary>The whole picture, upright and small.</summary>
    public static readonly Recipe Recipe = new() { Width = ThumbHash.MostSide, Height = ThumbHash.MostSide, Format = ImageFormat.Png };

    /// <param name="decoded">The frames, one below the other; only the first is shown.</param>
    /// <param name="source">As declared.</param>
    /// <param name="scale">The scale that it was decoded at.</param>
    public static Placeholder Of(Image decoded, SourceHeader source, double scale)
    {
        using var picture = decoded.ExtractArea(0, 0, decoded.Width, decoded.PageHeight)
            .Then(frame => new Picture(source, Recipe, scale, []).Make(frame, frames: 1))
            .Then(WithoutOpaqueAlpha);
        var pixels = Rgba(picture);
        return new(DominantColour.Of(pixels), TinyPicture.Of(picture), Convert.ToBase64String(ThumbHash.Of(pixels, picture.Width, picture.Height)));
    }

    private static Image WithoutOpaqueAlpha(Image picture)
    {
        if (!picture.HasAlpha())
            return picture;
        using var alpha = picture[picture.Bands - 1];
        return alpha.Min() == byte.MaxValue ? picture.ExtractBand(0, n: picture.Bands - 1) : picture;
    }

    private static byte[] Rgba(Image picture)
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
