using System.Buffers.Binary;

namespace Thumbs.Imaging.Colour;

/// <summary>Writes a colour space as an ICC profile (ICC.1:2022), so that it is converted, and kept, as any other.</summary>
public static class RgbProfile
{
    private const int Header = 128;
    private const int CurveSteps = 4096;
    private const int CurveLength = 12 + (2 * CurveSteps);
    private const int XyzLength = 20;

    /// <summary>The white of the connection space (7.2.16).</summary>
    private static readonly double[] D50 = [0.9642, 1, 0.8249];

    /// <summary>The cone responses of the Bradford adaptation (annex E).</summary>
    private static readonly double[][] Bradford = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]];

    public static byte[] Of(RgbSpace space)
    {
        var curve = Curve(space.ToLinear);
        var primaries = Primaries(space.Chromaticities);
        return Write(
        [
            ("desc", Text("RGB by code points")), ("cprt", Text("No copyright")), ("wtpt", Xyz(D50)),
            ("rXYZ", Xyz(primaries[0])), ("gXYZ", Xyz(primaries[1])), ("bXYZ", Xyz(primaries[2])),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ]);
    }

    /// <summary>Equal tags share their data (7.3.1).</summary>
    private static byte[] Write((string Name, byte[] Data)[] tags)
    {
        var table = Header + 4 + (12 * tags.Length);
        var data = tags.Select(tag => tag.Data).Distinct().ToArray();
        var profile = new byte[table + data.Sum(bytes => Padded(bytes.Length))];
        WriteHeader(profile);
        Number(profile, Header, tags.Length);
        var at = table;
        foreach (var bytes in data)
        {
            bytes.CopyTo(profile, at);
            for (var entry = 0; entry < tags.Length; entry++)
            {
                if (tags[entry].Data != bytes)
                    continue;
                var row = Header + 4 + (12 * entry);
                Name(profile, row, tags[entry].Name);
                Number(profile, row + 4, at);
                Number(profile, row + 8, bytes.Length);
            }

            at += Padded(bytes.Length);
        }

        return profile;
    }

    /// <summary>A display profile of version 4.3 (7.2).</summary>
    private static void WriteHeader(byte[] profile)
    {
        Number(profile, 0, profile.Length);
        Number(profile, 8, 0x04300000);
        Name(profile, 12, "mntr");
        Name(profile, 16, "RGB ");
        Name(profile, 20, "XYZ ");
        BinaryPrimitives.WriteUInt16BigEndian(profile.AsSpan(24), 2000);
        profile[27] = profile[29] = 1;
        Name(profile, 36, "acsp");
        for (var i = 0; i < 3; i++)
            Number(profile, 68 + (4 * i), Fixed(D50[i]));
    }

    private static byte[] Curve(Func<double, double> toLinear)
    {
        var tag = new byte[CurveLength];
        Name(tag, 0, "curv");
        Number(tag, 8, CurveSteps);
        for (var i = 0; i < CurveSteps; i++)
            BinaryPrimitives.WriteUInt16BigEndian(tag.AsSpan(12 + (2 * i)), (ushort)Math.Round(65535 * Math.Clamp(toLinear(i / (CurveSteps - 1.0)), 0, 1)));
        return tag;
    }

    private static byte[] Xyz(double[] values)
    {
        var tag = new byte[XyzLength];
        Name(tag, 0, "XYZ ");
        for (var i = 0; i < 3; i++)
            Number(tag, 8 + (4 * i), Fixed(values[i]));
        return tag;
    }

    /// <summary>A text of one language (10.15): a record of 12 bytes, which refers to UTF-16.</summary>
    private static byte[] Text(string text)
    {
        var tag = new byte[28 + (2 * text.Length)];
        Name(tag, 0, "mluc");
        Number(tag, 8, 1);
        Number(tag, 12, 12);
        Name(tag, 16, "enUS");
        Number(tag, 20, 2 * text.Length);
        Number(tag, 24, 28);
        System.Text.Encoding.BigEndianUnicode.GetBytes(text, tag.AsSpan(28));
        return tag;
    }

    /// <summary>X, Y and Z of red, green and blue, for D50: the three add up to the space's white, which is adapted.</summary>
    private static double[][] Primaries(double[] c)
    {
        double[] red = OfChromaticity(c[0], c[1]), green = OfChromaticity(c[2], c[3]), blue = OfChromaticity(c[4], c[5]), white = OfChromaticity(c[6], c[7]);
        var all = Determinant(red, green, blue);
        double[] amounts = [Determinant(white, green, blue) / all, Determinant(red, white, blue) / all, Determinant(red, green, white) / all];
        double[][] primaries = [red, green, blue];
        return [.. primaries.Select((primary, i) => Adapt([.. primary.Select(value => value * amounts[i])], white))];
    }

    private static double[] OfChromaticity(double x, double y) => [x, y, 1 - x - y];

    private static double[] Adapt(double[] colour, double[] white)
    {
        var (cones, from, to) = (Cones(colour), Cones([.. white.Select(value => value / white[1])]), Cones(D50));
        double[] adapted = [.. cones.Select((cone, i) => cone * to[i] / from[i] / white[1])];
        double[][] columns = [.. Enumerable.Range(0, 3).Select(i => Bradford.Select(row => row[i]).ToArray())];
        var all = Determinant(columns[0], columns[1], columns[2]);
        return
        [
            Determinant(adapted, columns[1], columns[2]) / all,
            Determinant(columns[0], adapted, columns[2]) / all,
            Determinant(columns[0], columns[1], adapted) / all,
        ];
    }

    private static double[] Cones(double[] xyz) => [.. Bradford.Select(row => (row[0] * xyz[0]) + (row[1] * xyz[1]) + (row[2] * xyz[2]))];

    private static double Determinant(double[] a, double[] b, double[] c) =>
        (a[0] * ((b[1] * c[2]) - (b[2] * c[1]))) - (b[0] * ((a[1] * c[2]) - (a[2] * c[1]))) + (c[0] * ((a[1] * b[2]) - (a[2] * b[1])));

    private static int Padded(int length) => (length + 3) & ~3;

    private static int Fixed(double value) => (int)Math.Round(value * 65536);

    private static void Number(byte[] bytes, int at, int value) => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);

    private static void Name(byte[] bytes, int at, string name) => System.Text.Encoding.ASCII.GetBytes(name, bytes.AsSpan(at));
}
