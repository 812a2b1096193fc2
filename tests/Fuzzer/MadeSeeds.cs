using NetVips;

namespace Thumbs.Fuzzer;

/// <summary>Small images of every format that is read, in the kinds that are decoded by code of their own.</summary>
internal static class MadeSeeds
{
    private const string Svg =
        """
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="48" height="32" viewBox="0 0 48 32">
          <defs><linearGradient id="g"><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f"/></linearGradient>
          <filter id="f"><feGaussianBlur stdDeviation="2"/></filter></defs>
          <rect width="40" height="20" fill="url(#g)" filter="url(#f)"/><use xlink:href="#c" x="4"/>
          <circle id="c" cx="20" cy="16" r="9" stroke-width="2" transform="rotate(30)"/><text x="2" y="30" font-size="9">Text</text>
        </svg>
        """;

    public static IEnumerable<Seed> All()
    {
        using var picture = Picture();
        using var grey = picture[0].Copy(interpretation: Enums.Interpretation.Bw);
        using var deep = (picture * 257).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);
        using var opaque = picture.ExtractBand(0, n: 3);
        using var animation = picture.Join(picture.FlipHor(), Enums.Direction.Vertical).Mutate(image =>
        {
            image.Set(GValue.GIntType, "page-height", picture.Height);
            image.Set(GValue.ArrayIntType, "delay", new[] { 40, 60 });
        });
        foreach (var (extension, image, options) in Kinds(picture, grey, deep, opaque, animation))
            yield return new(extension, image.WriteToBuffer(extension, options));
        yield return new(".svg", System.Text.Encoding.UTF8.GetBytes(Svg));
    }

    private static IEnumerable<(string Extension, Image Image, VOption? Options)> Kinds(Image picture, Image grey, Image deep, Image opaque, Image animation) =>
    [
        (".jpg", opaque, null),
        (".jpg", opaque, new VOption { { "interlace", true } }),
        (".jpg", grey, null),
        (".png", picture, null),
        (".png", opaque, new VOption { { "interlace", true } }),
        (".png", deep, null),
        (".png", picture, new VOption { { "palette", true } }),
        (".webp", picture, null),
        (".webp", picture, new VOption { { "lossless", true } }),
        (".webp", animation, null),
        (".gif", picture, null),
        (".gif", animation, null),
        (".avif", picture, new VOption { { "effort", 0 } }),
        (".tif", picture, null),
        (".tif", opaque, new VOption { { "compression", Enums.ForeignTiffCompression.Lzw }, { "predictor", Enums.ForeignTiffPredictor.Horizontal } }),
        (".tif", opaque, new VOption { { "compression", Enums.ForeignTiffCompression.Jpeg }, { "tile", true }, { "tile_width", 16 }, { "tile_height", 16 } }),
        (".tif", deep, new VOption { { "compression", Enums.ForeignTiffCompression.Deflate }, { "pyramid", true }, { "tile", true }, { "tile_width", 16 }, { "tile_height", 16 } }),
    ];

    /// <summary>48 × 32 px with alpha, smooth and not.</summary>
    private static Image Picture()
    {
        var pixels = new byte[48 * 32 * 4];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i % 4) switch { 0 => i / 24, 1 => i * 7 % 251, 2 => i / 192 * 8, _ => 255 - (i / 30) });
        return Image.NewFromMemoryCopy(pixels, 48, 32, 4, Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
    }
}
