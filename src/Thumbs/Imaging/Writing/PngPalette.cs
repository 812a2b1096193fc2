using NetVips;

using Thumbs.Imaging.Library;

using static NetVips.Enums;

namespace Thumbs.Imaging.Writing;

/// <summary>PNG with a palette: one to eight bits a px.</summary>
public static class PngPalette
{
    private const int MostColours = 256;

    /// <summary>More than twice the colours, so that a free place is found soon.</summary>
    private const int Places = 1024;

    /// <summary>In px.</summary>
    private const int StripSize = 1 << 16;

    /// <summary>Of a palette, in the depths that PNG has (third edition, table 8): 1, 2, 4 or 8.</summary>
    /// <param name="colours">2 to 256.</param>
    public static int BitsFor(int colours) => colours switch
    {
        <= 2 => 1,
        <= 4 => 2,
        <= 16 => 4,
        _ => 8,
    };

    /// <summary>The picture with exactly its colours; <see langword="null"/> where they are too many.</summary>
    /// <param name="picture">8 bits.</param>
    /// <param name="recipe">Its effort and interlacing are used.</param>
    /// <param name="keep">The metadata to write.</param>
    public static byte[]? Exact(Image picture, Images.Recipe recipe, ForeignKeep keep)
    {
        // Grey has a palette of its own, of 8 bits.
        if (CountColours(picture) is not { } colours || (picture.Bands == 1 && BitsFor(colours) == 8))
            return null;
        // The quantizer promises nothing: what it has made is compared.
        var file = Quantized(picture, recipe, keep, BitsFor(colours), dither: 0);
        return Shows(file, picture) ? file : null;
    }

    /// <param name="picture">8 bits.</param>
    /// <param name="recipe">Its effort and interlacing are used.</param>
    /// <param name="keep">The metadata to write.</param>
    /// <param name="bits">Of a px.</param>
    /// <param name="dither">0 to 1.</param>
    public static byte[] Quantized(Image picture, Images.Recipe recipe, ForeignKeep keep, int bits, double dither = 1) => picture.PngsaveBuffer(
        compression: recipe.Effort, interlace: recipe.Progressive, filter: ForeignPngFilter.None, palette: true, q: 100, dither: dither, bitdepth: bits, keep: keep);

    private static int? CountColours(Image picture)
    {
        using var region = Region.New(picture);
        var (seen, count, last) = (new ulong[Places], 0, 0UL);
        var rows = Math.Max(1, StripSize / picture.Width);
        for (var top = 0; top < picture.Height; top += rows)
        {
            var pixels = region.Fetch(0, top, picture.Width, Math.Min(rows, picture.Height - top));
            for (var at = 0; at < pixels.Length; at += picture.Bands)
            {
                var colour = ColourOf(pixels.AsSpan(at, picture.Bands));
                if (colour == last)
                    continue;
                last = colour;
                var place = (int)(colour * 0x9E3779B97F4A7C15 >> 54);
                while (seen[place] != 0 && seen[place] != colour)
                    place = (place + 1) % Places;
                if (seen[place] == 0 && ++count > MostColours)
                    return null;
                seen[place] = colour;
            }
        }

        return count;
    }

    /// <summary>Never 0. All that is transparent is one colour.</summary>
    private static ulong ColourOf(ReadOnlySpan<byte> px)
    {
        var colour = 1UL;
        if (px.Length is 2 or 4 && px[^1] == 0)
            return colour;
        foreach (var value in px)
            colour = (colour << 8) | value;
        return colour;
    }

    private static bool Shows(byte[] file, Image picture)
    {
        using var expected = WithAlpha(picture.Colourspace(Interpretation.Srgb));
        using var read = WithAlpha(Image.PngloadBuffer(file));
        using var difference = (read - expected).Abs();
        using var alpha = difference[3];
        using var seen = expected[3].Then(opacity => opacity > 0);
        using var visible = difference & seen;
        return alpha.Max() == 0 && visible.Max() == 0;
    }

    private static Image WithAlpha(Image image) => image.HasAlpha() ? image : image.Then(colours => colours.Bandjoin(byte.MaxValue));
}
