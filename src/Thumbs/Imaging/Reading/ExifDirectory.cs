using System.Buffers.Binary;

namespace Thumbs.Imaging.Reading;

/// <summary>A field of a directory of TIFF or EXIF.</summary>
/// <param name="Tag">What it says.</param>
/// <param name="Type">Of its values (TIFF 6.0, section 2).</param>
/// <param name="Count">Of its values.</param>
/// <param name="Value">The values, little-endian.</param>
/// <param name="Directory">The one that it refers to, in place of values.</param>
public sealed record ExifField(ushort Tag, ushort Type, uint Count, byte[] Value, ExifDirectory? Directory = null);

/// <summary>What TIFF and EXIF say of a photograph in the same words: its makers and rights, how and where it was taken.</summary>
/// <param name="Fields">In the order of their tags.</param>
public sealed record ExifDirectory(IReadOnlyList<ExifField> Fields)
{
    private const ushort Exif = 34665, Gps = 34853;
    private const ushort UInt32Type = 4;

    /// <summary>
    /// Of the picture's own directory: description, make, model, software, time, artist, copyright and Windows' own. All others say how the
    /// pixels are stored.
    /// </summary>
    private static readonly ushort[] OfPicture = [270, 271, 272, 305, 306, 315, 33432, 40091, 40092, 40093, 40094, 40095];

    /// <summary>Of EXIF: a maker's own data, which has offsets of its own, and what is about the pixels of the file that it was in.</summary>
    private static readonly ushort[] NotOfExif = [37121, 37500, 40962, 40963, 40965];

    /// <summary>In bytes; EXIF as a whole has at most 65,533 in a JPEG.</summary>
    private const int LongestValue = 32_768;

    /// <summary>What the first directory says of the photograph.</summary>
    /// <param name="file">A TIFF, or EXIF without the six bytes before it.</param>
    public static ExifDirectory Of(ReadOnlySpan<byte> file)
    {
        var fields = new List<ExifField>();
        foreach (var at in TiffBytes.Entries(file))
        {
            var tag = TiffBytes.UInt16(file, at);
            if (tag is Exif or Gps && Inner(file, at, tag) is { Fields.Count: > 0 } inner)
                fields.Add(new(tag, UInt32Type, Count: 1, [], inner));
            else if (OfPicture.Contains(tag) && Field(file, at) is { } field)
                fields.Add(field);
        }

        return Of(fields);
    }

    /// <summary>All fields of the first directory as they are, their values still where they are in the file.</summary>
    /// <param name="file">Little-endian.</param>
    public static ExifDirectory AsStored(ReadOnlySpan<byte> file)
    {
        var fields = new List<ExifField>();
        foreach (var at in TiffBytes.Entries(file))
            fields.Add(new(TiffBytes.UInt16(file, at), TiffBytes.UInt16(file, at + 2), TiffBytes.UInt32(file, at + 4), file.Slice(at + 8, 4).ToArray()));
        return new(fields);
    }

    /// <summary>This directory with the fields of another one in place of its own with the same tags.</summary>
    public ExifDirectory With(ExifDirectory other) => Of(other.Fields.Concat(Fields));

    /// <summary>Its bytes, little-endian, with all that it refers to behind it.</summary>
    /// <param name="at">The offset in the file at which they are to stand.</param>
    /// <param name="next">The offset of the next directory; 0 where there is none.</param>
    public byte[] ToBytes(uint at, uint next = 0)
    {
        var own = new byte[2 + (Fields.Count * TiffBytes.EntryLength) + 4];
        using var behind = new MemoryStream();
        BinaryPrimitives.WriteUInt16LittleEndian(own, (ushort)Fields.Count);
        for (var i = 0; i < Fields.Count; i++)
        {
            var field = Fields[i];
            var entry = own.AsSpan(2 + (i * TiffBytes.EntryLength), TiffBytes.EntryLength);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, field.Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], field.Type);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], field.Count);
            var place = at + (uint)(own.Length + behind.Length);
            var value = field.Directory?.ToBytes(place) ?? field.Value;
            if (field.Directory is null && value.Length <= 4)
            {
                value.CopyTo(entry[8..]);
                continue;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], place);
            behind.Write(value);
            if (value.Length % 2 == 1)
                behind.WriteByte(0); // Each value begins at an even offset (TIFF 6.0, section 2).
        }

        BinaryPrimitives.WriteUInt32LittleEndian(own.AsSpan(own.Length - 4), next);
        return [.. own, .. behind.ToArray()];
    }

    private static ExifDirectory Of(IEnumerable<ExifField> fields) => new([.. fields.DistinctBy(field => field.Tag).OrderBy(field => field.Tag)]);

    private static ExifDirectory Inner(ReadOnlySpan<byte> file, int at, ushort which)
    {
        var fields = new List<ExifField>();
        foreach (var inner in TiffBytes.Entries(file, TiffBytes.UInt32(file, at + 8)))
        {
            if ((which != Exif || !NotOfExif.Contains(TiffBytes.UInt16(file, inner))) && Field(file, inner) is { } field)
                fields.Add(field);
        }

        return Of(fields);
    }

    /// <returns><see langword="null"/> where the field is damaged, or larger than any that EXIF has.</returns>
    private static ExifField? Field(ReadOnlySpan<byte> file, int at)
    {
        var (type, count) = (TiffBytes.UInt16(file, at + 2), TiffBytes.UInt32(file, at + 4));
        var length = LengthOf(type) * (long)count;
        var place = length <= 4 ? at + 8L : TiffBytes.UInt32(file, at + 8);
        if (length is 0 or > LongestValue || place + length > file.Length)
            return null;
        var value = file.Slice((int)place, (int)length).ToArray();
        if (!TiffBytes.IsLittleEndian(file))
            Reverse(value, NumberLength(type));
        return new(TiffBytes.UInt16(file, at), type, count, value);
    }

    /// <summary>In bytes; 0 for a type that TIFF 6.0 does not know.</summary>
    private static int LengthOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 => 4,
        5 or 10 or 12 => 8,
        _ => 0,
    };

    /// <summary>A fraction is two numbers.</summary>
    private static int NumberLength(ushort type) => type is 5 or 10 ? 4 : LengthOf(type);

    private static void Reverse(Span<byte> value, int length)
    {
        for (; !value.IsEmpty; value = value[length..])
            value[..length].Reverse();
    }
}
