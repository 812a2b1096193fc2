using NetVips;

using Thumbs.Images;

namespace Thumbs.Imaging.Writing;

/// <summary>A picture as a data URI of less than 200 characters, which a browser enlarges smoothly.</summary>
/// <remarks>
/// WebP has the shortest headers of what every browser reads. Measured on 40 photographs and drawings, enlarged and compared with the
/// picture at 100 px: of those that fit, 32 px are the best from a quality of about 20 on, and below 16 px, WebP's smallest block. Opacity
/// is never lossy in WebP, and takes more than a few colours do: with it, the largest lossless one is.
/// </remarks>
public static class TinyPicture
{
    /// <summary>From the best on.</summary>
    private static readonly Attempt[] Opaque =
    [
        new(32, 80), new(32, 60), new(32, 40), new(32, 20), new(16, 80), new(16, 60), new(16, 40), new(16, 20), new(8, 80), new(8, 40), new(4, 40), new(1, 80),
    ];

    /// <inheritdoc cref="Opaque"/>
    private static readonly Attempt[] Transparent =
    [
        new(16, Lossless), new(12, Lossless), new(10, Lossless), new(8, Lossless), new(6, Lossless), new(5, Lossless), new(4, Lossless), new(3, Lossless), new(2, Lossless), new(1, Lossless),
    ];

    private const int Lossless = 0;

    /// <summary>The bytes that leave the URI shorter than <see cref="Placeholder.MostLength"/>.</summary>
    private static readonly int MostBytes = (Placeholder.MostLength - 1 - Placeholder.Prefix.Length) / 4 * 3;

    /// <param name="picture">sRGB or grey, 8 bits, in memory.</param>
    public static string Of(Image picture)
    {
        foreach (var attempt in picture.HasAlpha() ? Transparent : Opaque)
        {
            var bytes = Encode(picture, attempt);
            if (bytes.Length <= MostBytes)
                return Placeholder.Prefix + Convert.ToBase64String(bytes);
        }

        throw new InvalidOperationException("One pixel takes more than a placeholder may.");
    }

    private static byte[] Encode(Image picture, Attempt attempt)
    {
        using var small = Reduced(picture, attempt.Side);
        return small.WebpsaveBuffer(q: attempt.Quality, lossless: attempt.Quality == Lossless, effort: 6, keep: Enums.ForeignKeep.None);
    }

    /// <summary>The picture with its longest side at most so long.</summary>
    private static Image Reduced(Image picture, int side)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        if (longest <= side)
            return picture.Copy();
        var (width, height) = (Side(picture.Width), Side(picture.Height));
        return picture.ThumbnailImage(width, height: height, size: Enums.Size.Force);

        int Side(int length) => Math.Max(1, ((2 * length * side) + longest) / (2 * longest));
    }

    /// <summary>A size and a quality.</summary>
    /// <param name="Side">The longest, in px.</param>
    /// <param name="Quality">1 to 100, or <see cref="Lossless"/>.</param>
    private sealed record Attempt(int Side, int Quality);
}
