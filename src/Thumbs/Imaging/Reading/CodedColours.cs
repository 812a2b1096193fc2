using System.Buffers.Binary;

using Thumbs.Images;
using Thumbs.Imaging.Colour;

namespace Thumbs.Imaging.Reading;

/// <summary>The colour space that a PNG or an AVIF states by numbers instead of a profile; the loaders pass these over.</summary>
/// <param name="Space"><see langword="null"/> for sRGB.</param>
/// <param name="BeforeProfile">Whether it holds where there is a profile too.</param>
public sealed record CodedColours(RgbSpace? Space, bool BeforeProfile)
{
    /// <summary>In a PNG, gAMA of sRGB. Without primaries, browsers take it for sRGB.</summary>
    private const uint SrgbGamma = 45455;

    /// <returns><see langword="null"/> where nothing is stated that has to be heeded.</returns>
    public static CodedColours? Of(ImageFormat format, ReadOnlySpan<byte> file) => format switch
    {
        ImageFormat.Png => OfPng(file),
        ImageFormat.Avif or ImageFormat.Heic => OfAvif(file),
        _ => null,
    };

    /// <summary>cICP goes before iCCP, that before sRGB, and that before gAMA and cHRM (PNG, third edition, 4.3). All come before the pixels.</summary>
    private static CodedColours? OfPng(ReadOnlySpan<byte> file)
    {
        uint gamma = 0;
        double[]? chromaticities = null;
        var isSrgb = false;
        for (var at = 8L; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            var name = file.Slice((int)at + 4, 4);
            var next = at + 12 + length;
            if (next > file.Length || name.SequenceEqual("IDAT"u8))
                break;
            var data = file.Slice((int)at + 8, (int)length);
            if (name.SequenceEqual("cICP"u8) && length == 4)
            {
                var space = RgbSpace.OfCodePoints(data[0], data[1]);
                return space is not null || data is [1, 13, ..] ? new(space, BeforeProfile: true) : null;
            }

            if (name.SequenceEqual("gAMA"u8) && length == 4)
                gamma = BinaryPrimitives.ReadUInt32BigEndian(data);
            if (name.SequenceEqual("cHRM"u8) && length == 32)
                chromaticities = Chromaticities(data);
            isSrgb |= name.SequenceEqual("sRGB"u8);
            at = next;
        }

        if (isSrgb || gamma == 0 || (gamma == SrgbGamma && chromaticities is null))
            return null;
        var exponent = 100_000.0 / gamma;
        return new(new(chromaticities ?? RgbSpace.SrgbChromaticities, value => Math.Pow(value, exponent)), BeforeProfile: false);
    }

    /// <summary>White, red, green and blue (11.3.2.1).</summary>
    /// <returns><see langword="null"/> where they are no triangle with the white inside.</returns>
    private static double[]? Chromaticities(ReadOnlySpan<byte> data)
    {
        var xy = new double[8];
        for (var i = 0; i < 8; i++)
            xy[(i + 6) % 8] = BinaryPrimitives.ReadUInt32BigEndian(data[(4 * i)..]) / 100_000.0;
        var sides = new double[3];
        for (var i = 0; i < 3; i++)
        {
            var (from, to) = (2 * i, 2 * ((i + 1) % 3));
            sides[i] = ((xy[to] - xy[from]) * (xy[7] - xy[from + 1])) - ((xy[to + 1] - xy[from + 1]) * (xy[6] - xy[from]));
        }

        return xy[7] > 0 && (Array.TrueForAll(sides, side => side > 0) || Array.TrueForAll(sides, side => side < 0)) ? xy : null;
    }

    /// <summary>The first <c>colr</c> of type <c>nclx</c> (ISO/IEC 14496-12, 12.1.5) among the properties, which are in <c>meta</c>, <c>iprp</c>, <c>ipco</c>.</summary>
    private static CodedColours? OfAvif(ReadOnlySpan<byte> file)
    {
        var properties = IsoBoxes.Find(IsoBoxes.Find(IsoBoxes.Meta(file), "iprp"u8), "ipco"u8);
        while (properties.Length > 8)
        {
            var colour = IsoBoxes.Find(properties, "colr"u8);
            if (colour.IsEmpty)
                return null;
            if (colour.Length >= 11 && colour.StartsWith("nclx"u8))
            {
                var (primaries, transfer) = (BinaryPrimitives.ReadUInt16BigEndian(colour[4..]), BinaryPrimitives.ReadUInt16BigEndian(colour[6..]));
                // Video encoders state the curve of a camera for what is shown with that of sRGB; browsers do so too.
                var shown = transfer is 1 or 2 or 6 or 14 or 15 ? 13 : transfer;
                return RgbSpace.OfCodePoints(primaries, shown) is { } space ? new(space, BeforeProfile: false) : null;
            }

            properties.Overlaps(colour, out var start);
            properties = properties[(start + colour.Length)..];
        }

        return null;
    }
}
