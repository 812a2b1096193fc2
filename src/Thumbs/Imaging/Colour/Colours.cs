using NetVips;

using Thumbs.Imaging.Library;

using static NetVips.Enums;

namespace Thumbs.Imaging.Colour;

/// <summary>Converts from any colour space to 8-bit sRGB, or 8-bit grey where the source is grey.</summary>
public static class Colours
{
    /// <summary>The field of an image with its profile.</summary>
    public const string Profile = "icc-profile-data";

    /// <summary>
    /// Whether the pixels can be resized first and converted afterwards, when they are few. In spaces with a
    /// display gamma the order makes no visible difference; inks and the others are converted first.
    /// </summary>
    public static bool CanWait(Image image) =>
        image.Interpretation is Interpretation.Srgb or Interpretation.Rgb or Interpretation.Rgb16 or Interpretation.Bw or Interpretation.Grey16
        && image.Format is BandFormat.Uchar or BandFormat.Ushort;

    public static bool HasProfile(Image image) => image.Contains(Profile);

    /// <summary>Whether an embedded profile describes another colour space than sRGB.</summary>
    public static bool HasForeignProfile(Image image) => HasProfile(image) && !SrgbProfile.Is((byte[])image.Get(Profile));

    public static Image ToSrgb(Image image)
    {
        var grey = image.Interpretation is Interpretation.Bw or Interpretation.Grey16;
        if (HasForeignProfile(image) && ByProfile(image) is { } converted)
            return grey ? converted.Then(OneChannel) : converted;
        return WithoutProfile(image, grey ? Interpretation.Bw : Interpretation.Srgb);
    }

    /// <summary>Reduces to 8 bits in the same colour space.</summary>
    public static Image ToEightBits(Image image) => image.Interpretation switch
    {
        Interpretation.Rgb16 => image.Colourspace(Interpretation.Srgb),
        Interpretation.Grey16 => image.Colourspace(Interpretation.Bw),
        _ when image.Format == BandFormat.Ushort => image.Cast(BandFormat.Uchar, shift: true),
        _ => image,
    };

    /// <returns><see langword="null"/> where the profile is damaged or does not fit the pixels: it is then ignored, as browsers do.</returns>
    private static Image? ByProfile(Image image)
    {
        try
        {
            return image.IccTransform("srgb", intent: Intent.Perceptual, embedded: true, depth: 8);
        }
        catch (VipsException)
        {
            return null;
        }
    }

    private static Image WithoutProfile(Image image, Interpretation wanted) =>
        image.Interpretation == wanted && image.Format == BandFormat.Uchar ? image : image.Colourspace(wanted);

    /// <summary>Converts grey as RGB to one band; the alpha is kept.</summary>
    private static Image OneChannel(Image image)
    {
        using var grey = image[1];
        if (!image.HasAlpha())
            return grey.Copy(interpretation: Interpretation.Bw);
        using var alpha = image[image.Bands - 1];
        using var both = grey.Bandjoin(alpha);
        return both.Copy(interpretation: Interpretation.Bw);
    }
}
