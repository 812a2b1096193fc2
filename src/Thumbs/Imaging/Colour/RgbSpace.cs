namespace Thumbs.Imaging.Colour;

/// <summary>A colour space of three primaries, a white and a curve, as files describe it in place of a profile.</summary>
/// <param name="Chromaticities">x and y of red, green, blue and white (CIE 1931).</param>
/// <param name="ToLinear">From a stored value of 0 to 1 to light, where 1 is white.</param>
public sealed record RgbSpace(double[] Chromaticities, Func<double, double> ToLinear)
{
    private const double WhiteX = 0.3127;
    private const double WhiteY = 0.329;

    /// <summary>The primaries of sRGB and its white, D65.</summary>
    public static double[] SrgbChromaticities { get; } = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, WhiteX, WhiteY];

    /// <summary>The space of coding-independent code points (ITU-T H.273, tables 2 and 3).</summary>
    /// <param name="primaries">ColourPrimaries.</param>
    /// <param name="transfer">TransferCharacteristics.</param>
    /// <returns><see langword="null"/> for sRGB itself, and where a number is unspecified or not known: it is then taken for sRGB, as browsers do.</returns>
    public static RgbSpace? OfCodePoints(int primaries, int transfer)
    {
        if ((primaries, transfer) == (1, 13) || ChromaticitiesOf(primaries) is not { } chromaticities || CurveOf(transfer) is not { } curve)
            return null;
        return new(chromaticities, curve);
    }

    private static double[]? ChromaticitiesOf(int primaries) => primaries switch
    {
        1 => SrgbChromaticities,
        4 => [0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.31, 0.316],
        5 => [0.64, 0.33, 0.29, 0.6, 0.15, 0.06, WhiteX, WhiteY],
        6 or 7 => [0.63, 0.34, 0.31, 0.595, 0.155, 0.07, WhiteX, WhiteY],
        8 => [0.681, 0.319, 0.243, 0.692, 0.145, 0.049, 0.31, 0.316],
        9 => [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, WhiteX, WhiteY],
        10 => [1, 0, 0, 1, 0, 0, 1.0 / 3, 1.0 / 3],
        11 => [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351],
        12 => [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, WhiteX, WhiteY],
        22 => [0.63, 0.34, 0.295, 0.605, 0.155, 0.077, WhiteX, WhiteY],
        _ => null,
    };

    private static Func<double, double>? CurveOf(int transfer) => transfer switch
    {
        // What a camera encodes by BT.709 is made for a display of gamma 2.4 (ITU-R BT.1886).
        1 or 6 or 11 or 14 or 15 => value => Math.Pow(value, 2.4),
        4 => value => Math.Pow(value, 2.2),
        5 => value => Math.Pow(value, 2.8),
        7 => value => value < 0.0913 ? value / 4 : Math.Pow((value + 0.1115) / 1.1115, 1 / 0.45),
        8 => value => value,
        13 => Srgb,
        16 => value => HighDynamicRange.ToWhite(HighDynamicRange.OfPq(value)),
        17 => value => Math.Min(1, 52.37 / 48 * Math.Pow(value, 2.6)),
        18 => value => HighDynamicRange.ToWhite(HighDynamicRange.OfHlg(value)),
        _ => null,
    };

    private static double Srgb(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
}
