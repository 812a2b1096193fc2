namespace Thumbs.Imaging.Colour;

/// <summary>Maps the light of HDR pictures to what a standard display shows.</summary>
/// <remarks>
/// Display light up to about 90 cd/m² stays, brighter light is compressed by the curve of ITU-R BT.2390-11, 5.4.1, from the
/// 1,000 cd/m² that most pictures are made for to the 203 cd/m² of their white (ITU-R BT.2408-7, table 1). Each channel is
/// mapped by itself, so that a very bright colour tends to white.
/// </remarks>
public static class HighDynamicRange
{
    /// <summary>In cd/m².</summary>
    private const double Peak = 1000;

    /// <summary>In cd/m².</summary>
    private const double White = 203;

    // SMPTE ST 2084, as in ITU-R BT.2100-2, table 4.
    private const double M1 = 2610.0 / 16384;
    private const double M2 = 2523.0 / 4096 * 128;
    private const double C1 = 3424.0 / 4096;
    private const double C2 = 2413.0 / 4096 * 32;
    private const double C3 = 2392.0 / 4096 * 32;

    /// <summary>The light of a value of PQ, in cd/m².</summary>
    public static double OfPq(double value)
    {
        var root = Math.Pow(value, 1 / M2);
        return 10_000 * Math.Pow(Math.Max(root - C1, 0) / (C2 - (C3 * root)), 1 / M1);
    }

    /// <summary>The light of a value of HLG on a display of 1,000 cd/m², whose system gamma is 1.2 (ITU-R BT.2100-2, table 5).</summary>
    public static double OfHlg(double value)
    {
        const double a = 0.17883277;
        const double b = 0.28466892;
        const double c = 0.55991073;
        var scene = value <= 0.5 ? value * value / 3 : (Math.Exp((value - c) / a) + b) / 12;
        return Peak * Math.Pow(scene, 1.2);
    }

    /// <summary>The light that is shown, where 1 is white.</summary>
    /// <param name="light">In cd/m².</param>
    public static double ToWhite(double light)
    {
        var most = ToPq(White) / ToPq(Peak);
        var knee = (1.5 * most) - 0.5;
        var value = Math.Min(1, ToPq(light) / ToPq(Peak));
        if (value > knee)
        {
            var t = (value - knee) / (1 - knee);
            value = (((2 * t * t * t) - (3 * t * t) + 1) * knee)
                + (((t * t * t) - (2 * t * t) + t) * (1 - knee))
                + (((-2 * t * t * t) + (3 * t * t)) * most);
        }

        return Math.Min(1, OfPq(value * ToPq(Peak)) / White);
    }

    private static double ToPq(double light)
    {
        var power = Math.Pow(light / 10_000, M1);
        return Math.Pow((C1 + (C2 * power)) / (1 + (C3 * power)), M2);
    }
}
