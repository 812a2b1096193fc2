using System.Globalization;

using NetVips;

using Thumbs.Images;

using static NetVips.Enums;

namespace Thumbs.Imaging.Colour;

/// <summary>The colour behind a picture: where it is transparent and the format is not, and around it in its box.</summary>
/// <param name="Red">0 to 255, as all four.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
/// <param name="Alpha">0 to 255.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct Background(byte Red, byte Green, byte Blue, byte Alpha)
{
    private static readonly Background White = new(255, 255, 255, 255);
    private static readonly Background Transparent = new(255, 255, 255, 0);

    /// <summary>That of the recipe, or the default of its format.</summary>
    public static Background Of(Recipe recipe)
    {
        if (recipe.Background is not { } text)
            return HoldsAlpha(recipe) ? Transparent : White;
        var value = uint.Parse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var colour = new Background((byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return HoldsAlpha(recipe) ? colour : colour.OverWhite();
    }

    /// <summary>Whether a rendition may be transparent.</summary>
    public static bool HoldsAlpha(Recipe recipe) => recipe.Format != ImageFormat.Jpeg && !recipe.IsOpaque;

    /// <summary>The picture on this background, without alpha.</summary>
    public Image Flatten(Image image)
    {
        using var coloured = InColour(image);
        return coloured.Flatten(background: Levels(coloured.Bands - 1));
    }

    /// <summary>The picture extended to a larger area with this background.</summary>
    public Image Surround(Image image, int left, int top, int width, int height)
    {
        using var coloured = InColour(image);
        using var whole = Alpha == 255 || coloured.HasAlpha() ? coloured.Copy() : coloured.Bandjoin(255);
        return whole.Embed(left, top, width, height, extend: Extend.Background, background: For(whole));
    }

    /// <summary>A grey picture is converted to colour where the background is not grey.</summary>
    private Image InColour(Image image) =>
        image.Interpretation == Interpretation.Bw && !(Red == Green && Green == Blue) ? image.Colourspace(Interpretation.Srgb) : image.Copy();

    private double[] For(Image image) =>
        image.HasAlpha() ? [.. Levels(image.Bands - 1), Alpha] : Levels(image.Bands);

    /// <summary>Four bands are inks: the complements of the colour.</summary>
    private double[] Levels(int bands) => bands switch
    {
        1 => [Red],
        4 => [255 - Red, 255 - Green, 255 - Blue, 0],
        _ => [Red, Green, Blue],
    };

    private Background OverWhite()
    {
        var alpha = Alpha;
        return new(Over(Red), Over(Green), Over(Blue), 255);
        byte Over(byte level) => (byte)Math.Round(255 - ((255 - level) * (alpha / 255.0)));
    }
}
