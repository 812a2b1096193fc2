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
        var pixels = RgbaPixels.Of(picture);
        return new(DominantColour.Of(pixels), TinyPicture.Of(picture), Convert.ToBase64String(ThumbHash.Of(pixels, picture.Width, picture.Height)));
    }

    private static Image WithoutOpaqueAlpha(Image picture)
    {
        if (!picture.HasAlpha())
            return picture;
        using var alpha = picture[picture.Bands - 1];
        return alpha.Min() == byte.MaxValue ? picture.ExtractBand(0, n: picture.Bands - 1) : picture;
    }
}
