using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Library;

namespace Thumbs.Imaging.Writing;

/// <summary>A picture as a data URI of less than 200 characters, which a browser enlarges smoothly.</summary>
/// <remarks>
/// WebP has the shortest headers of what every browser reads. Measured on 40 photographs and drawings, enlarged and compared with the
/// picture at 100 px: of those that fit, 32 px are the best from a quality of about 20 on, and below 16 px, WebP's smallest block. Opacity
/// is never lossy in WebP, and takes more than a few colours do: with it, the largest lossless one is.
/// </remarks>
public static class TinyPicture
{
    /// <summary>The sides, in px, and at each the qualities, from the best on. The last fits whatever the picture is.</summary>
    private static readonly Attempt[] Opaque = [new(32, [80, 60, 40, 20]), new(16, [80, 60, 40, 20]), new(8, [80, 40]), new(4, [40]), new(1, [80])];

    /// <inheritdoc cref="Opaque"/>
    private static readonly Attempt[] Transparent =
    [
        new(12, [Lossless]), new(8, [Lossless]), new(6, [Lossless]), new(4, [Lossless]), new(2, [Lossless]), new(1, [Lossless]),
    ];

    private const int Lossless = 0;

    /// <summary>The bytes that leave the URI shorter than <see cref="Placeholder.MostLength"/>.</summary>
    private static readonly int MostBytes = (Placeholder.MostLength - 1 - Placeholder.Prefix.Length) / 4 * 3;

    /// <param name="picture">sRGB or grey, 8 bits, in memory.</param>
    public static string Of(Image picture)
    {
        foreach (var (side, qualities) in picture.HasAlpha() ? Transparent : Opaque)
        {
            using var small = Reduced(picture, side).Then(image => image.CopyMemory());
            foreach (var quality in qualities)
            {
                var bytes = small.WebpsaveBuffer(q: quality, lossless: quality == Lossless, effort: 6, keep: Enums.ForeignKeep.None);
                if (bytes.Length <= MostBytes)
                    return Placeholder.Prefix + Convert.ToBase64String(bytes);
            }
        }

        throw new InvalidOperationException("One pixel takes more than a placeholder may.");
    }

    /// <summary>The picture with its longest side at most so long.</summary>
    private static Image Reduced(Image picture, int side)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        if (longest <= side)
            return picture.Copy();
        return picture.ThumbnailImage(Side(picture.Width), height: Side(picture.Height), size: Enums.Size.Force);

        int Side(int length) => Math.Max(1, ((2 * length * side) + longest) / (2 * longest));
    }

    /// <summary>A size and what is tried at it.</summary>
    /// <param name="Side">The longest, in px.</param>
    /// <param name="Qualities">1 to 100, or <see cref="Lossless"/>.</param>
    private sealed record Attempt(int Side, int[] Qualities);
}
