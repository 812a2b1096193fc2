using NetVips;

using Thumbs.Diagnostics;
using Thumbs.Imaging.Library;

using static NetVips.Enums;

namespace Thumbs.Imaging.Reading;

/// <summary>Brings the samples of a TIFF to what all other formats have: 8 or 16 bits without sign, and one channel beyond the colours at most.</summary>
public static class TiffSamples
{
    /// <summary>In a float, from black to white; what resampling adds to it is let through.</summary>
    private const double Overshoot = 0.05;

    public static bool Suit(Image image) => image.Format is BandFormat.Uchar or BandFormat.Ushort && image.Bands <= Colours(image) + 1;

    /// <param name="image">As it is stored.</param>
    /// <param name="reopen">Opens it once more, to look for the least and the greatest of floats, which no header tells.</param>
    /// <exception cref="ThumbsException">Nobody can know the range of the samples (THUMB0103).</exception>
    public static Image Normalize(Image image, Func<Image> reopen)
    {
        // Lab of floats is in units of its own.
        if (image.Interpretation == Interpretation.Lab)
            return Coloured(image);
        if (image.Format is BandFormat.Float or BandFormat.Double && !image.Contains(Colour.Colours.Profile))
            CheckRange(reopen());
        return Coloured(image).Then(coloured => coloured.Format switch
        {
            BandFormat.Char => Scaled(coloured, 1, 128, BandFormat.Uchar),
            BandFormat.Short => Scaled(coloured, 1, 32768, BandFormat.Ushort),
            BandFormat.Uint => Scaled(coloured, 1 / 65537.0, 0, BandFormat.Ushort),
            BandFormat.Int => Scaled(coloured, 1 / 65537.0, 32767.5, BandFormat.Ushort),
            BandFormat.Float or BandFormat.Double => Scaled(coloured, 65535, 0, BandFormat.Ushort),
            BandFormat.Complex or BandFormat.Dpcomplex => throw Unsupported("complex numbers as samples are not supported"),
            _ => coloured,
        });
    }

    /// <summary>Lab of 8 bits (TIFF 6.0, section 23), which was opened as RGB: L* from 0 to 255, a* and b* with a sign.</summary>
    public static Image OfLab(Image image)
    {
        using var lightness = image[0] * (100 / 255.0);
        using var signed = image.ExtractBand(1, n: 2);
        using var colours = signed.Copy(format: BandFormat.Char);
        using var lab = lightness.Bandjoin(colours).Then(joined => joined.Copy(interpretation: Interpretation.Lab));
        var converted = lab.Colourspace(Interpretation.Srgb);
        if (image.Bands == 3)
            return converted;
        using var alpha = image[3];
        return converted.Then(opaque => opaque.Bandjoin(alpha));
    }

    /// <exception cref="ThumbsException">THUMB0103.</exception>
    private static void CheckRange(Image image)
    {
        using (image)
        {
            using var range = image.Stats();
            var (least, greatest) = (range[0, 0][0], range[1, 0][0]);
            if (!(least >= -Overshoot && greatest <= 1 + Overshoot))
                throw Unsupported(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"its samples are floats from {least:0.###} to {greatest:0.###}, and nothing says which of them are black and white; only 0 to 1 is supported"));
        }
    }

    /// <summary>The first channel beyond the colours is the alpha, others have no meaning for a picture.</summary>
    private static Image Coloured(Image image)
    {
        var most = Colours(image) + 1;
        return image.Bands <= most ? image.Copy() : image.ExtractBand(0, n: most);
    }

    private static int Colours(Image image) => image.Interpretation switch
    {
        Interpretation.Bw or Interpretation.Grey16 => 1,
        Interpretation.Cmyk => 4,
        Interpretation.Multiband => image.Bands < 3 ? 1 : 3,
        _ => 3,
    };

    private static Image Scaled(Image image, double factor, double offset, BandFormat format) => image.Linear([factor], [offset])
        .Then(scaled => scaled.Rint())
        .Then(rounded => rounded.Cast(format))
        .Then(cast => cast.Copy(interpretation: InterpretationOf(image, format)));

    private static Interpretation InterpretationOf(Image image, BandFormat format) => (Colours(image), format) switch
    {
        (1, BandFormat.Uchar) => Interpretation.Bw,
        (1, _) => Interpretation.Grey16,
        (4, _) => Interpretation.Cmyk,
        (_, BandFormat.Uchar) => Interpretation.Srgb,
        _ => Interpretation.Rgb16,
    };

    private static ThumbsException Unsupported(string what) => new(Diagnostic.UnsupportedFormat.At(path: null, $"The TIFF image cannot be read: {what}"));
}
