using System.Buffers.Binary;

namespace Thumbs.Imaging.Colour;

/// <summary>
/// Tells whether an embedded ICC profile is sRGB under one of its many names, as in most photographs. Pixels in such a
/// profile need no conversion, which would cost more than resizing a thumbnail.
/// </summary>
public static class SrgbProfile
{
    /// <summary>The D50-adapted primaries of sRGB (IEC 61966-2-1, as its ICC profile has them): X, Y, Z of red, green and blue.</summary>
    private static readonly double[] Primaries = [0.4361, 0.2225, 0.0139, 0.3851, 0.7169, 0.0971, 0.1431, 0.0606, 0.7141];

    /// <summary>The profiles in use differ in the fourth decimal.</summary>
    private const double PrimaryTolerance = 0.002;

    /// <summary>In encoded sRGB, from 0 to 1: one level of 255, as much as rounding to 8 bits.</summary>
    private const double CurveTolerance = 1.0 / 255;

    public static bool Is(ReadOnlySpan<byte> profile)
    {
        // The header is 128 bytes (ICC.1:2022, 7.2): the data colour space at 16, the connection space at 20.
        if (profile.Length < 132 || !profile.Slice(16, 4).SequenceEqual("RGB "u8) || !profile.Slice(20, 4).SequenceEqual("XYZ "u8))
            return false;
        // A lookup table takes precedence over primaries and curves.
        if (!Tag(profile, "A2B0"u8).IsEmpty)
            return false;
        return HasPrimary(profile, "rXYZ"u8, 0) && HasPrimary(profile, "gXYZ"u8, 3) && HasPrimary(profile, "bXYZ"u8, 6)
            && HasCurve(Tag(profile, "rTRC"u8))
            && (Tag(profile, "gTRC"u8) == Tag(profile, "rTRC"u8) || HasCurve(Tag(profile, "gTRC"u8)))
            && (Tag(profile, "bTRC"u8) == Tag(profile, "rTRC"u8) || HasCurve(Tag(profile, "bTRC"u8)));
    }

    private static bool HasPrimary(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> name, int at)
    {
        var tag = Tag(profile, name);
        if (tag.Length < 20)
            return false;
        for (var i = 0; i < 3; i++)
        {
            if (Math.Abs(Fixed(tag[(8 + (4 * i))..]) - Primaries[at + i]) > PrimaryTolerance)
                return false;
        }

        return true;
    }

    private static bool HasCurve(ReadOnlySpan<byte> tag)
    {
        for (var level = 0; level <= 255; level += 5)
        {
            var encoded = level / 255.0;
            if (!(Math.Abs(Encode(Linear(tag, encoded)) - encoded) <= CurveTolerance))
                return false;
        }

        return true;
    }

    /// <summary>A value of a curve; NaN where the type of the curve is not used for sRGB.</summary>
    private static double Linear(ReadOnlySpan<byte> tag, double encoded)
    {
        if (tag.Length >= 12 && tag.StartsWith("curv"u8))
        {
            var count = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
            if (count < 2 || tag.Length < 12 + (2L * count))
                return double.NaN;
            var position = encoded * (count - 1);
            var below = (int)position;
            var above = Math.Min(below + 1, (int)count - 1);
            var (low, high) = (Sample(tag, below), Sample(tag, above));
            return low + ((high - low) * (position - below));
        }

        // Type 3: (a·x + b)^g from d on, c·x below it (ICC.1:2022, 10.18).
        if (tag.Length >= 32 && tag.StartsWith("para"u8) && tag[9] == 3)
        {
            var (g, a, b, c, d) = (Fixed(tag[12..]), Fixed(tag[16..]), Fixed(tag[20..]), Fixed(tag[24..]), Fixed(tag[28..]));
            return encoded >= d ? Math.Pow((a * encoded) + b, g) : c * encoded;
        }

        return double.NaN;
    }

    private static double Sample(ReadOnlySpan<byte> curve, int index) =>
        BinaryPrimitives.ReadUInt16BigEndian(curve[(12 + (2 * index))..]) / 65535.0;

    /// <summary>The transfer function of sRGB.</summary>
    private static double Encode(double linear) =>
        linear <= 0.0031308 ? 12.92 * linear : (1.055 * Math.Pow(linear, 1 / 2.4)) - 0.055;

    private static double Fixed(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes) / 65536.0;

    /// <summary>The contents of a tag; empty where it is missing. The tag table is at 128: a count, then name, offset and size of each.</summary>
    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> profile, ReadOnlySpan<byte> name)
    {
        var count = BinaryPrimitives.ReadUInt32BigEndian(profile[128..]);
        for (var entry = 0; entry < count && 132 + (12 * (entry + 1)) <= profile.Length; entry++)
        {
            var row = profile.Slice(132 + (12 * entry), 12);
            if (!row.StartsWith(name))
                continue;
            var offset = BinaryPrimitives.ReadUInt32BigEndian(row[4..]);
            var size = BinaryPrimitives.ReadUInt32BigEndian(row[8..]);
            return offset + (long)size <= profile.Length ? profile.Slice((int)offset, (int)size) : [];
        }

        return [];
    }
}
