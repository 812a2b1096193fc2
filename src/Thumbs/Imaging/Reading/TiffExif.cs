using System.Buffers.Binary;

using NetVips;

namespace Thumbs.Imaging.Reading;

/// <summary>EXIF of TIFF, which libvips neither reads nor writes there: it is handed over in a JPEG of one px, where it does both.</summary>
public static class TiffExif
{
    private const byte App1 = 0xE1;

    /// <summary>In bytes, of what a segment of a JPEG holds beside its length.</summary>
    private const int LongestSegment = 65_533;

    /// <summary>The image with the EXIF of its file.</summary>
    /// <param name="image">Of the first directory.</param>
    /// <param name="file">A TIFF.</param>
    public static Image Read(Image image, ReadOnlySpan<byte> file)
    {
        const int header = 8;
        var directory = ExifDirectory.Of(file);
        byte[] exif = directory.Fields.Count == 0 ? [] : [.. Prefix, .. "II*\0"u8, header, 0, 0, 0, .. directory.ToBytes(header)];
        if (exif.Length is 0 or > LongestSegment)
            return image;
        using var dot = Image.Black(1, 1);
        var plain = dot.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        var length = exif.Length + 2;
        using var tagged = Image.JpegloadBuffer([.. plain.AsSpan(0, 2), 0xFF, App1, (byte)(length >> 8), (byte)length, .. exif, .. plain.AsSpan(2)]);
        return image.Mutate(mutable =>
        {
            foreach (var field in tagged.GetFields().Where(IsExif))
                mutable.Set(tagged.GetTypeOf(field), field, tagged.Get(field));
        });
    }

    /// <summary>A TIFF with the EXIF of its picture.</summary>
    /// <param name="tiff">As libvips writes it.</param>
    /// <param name="picture">With its metadata.</param>
    public static byte[] Write(byte[] tiff, Image picture)
    {
        if (!Array.Exists(picture.GetFields(), IsExif) || !TiffBytes.IsLittleEndian(tiff) || TiffBytes.Entries(tiff) is not [.., var last])
            return tiff;
        using var dot = picture.ExtractArea(0, 0, 1, 1);
        var directory = OfJpeg(dot.JpegsaveBuffer(keep: Enums.ForeignKeep.Exif));
        if (directory.Fields.Count == 0)
            return tiff;
        var start = (uint)(tiff.Length + (tiff.Length % 2));
        var all = ExifDirectory.AsStored(tiff).With(directory).ToBytes(start, TiffBytes.UInt32(tiff, last + TiffBytes.EntryLength));
        var written = new byte[start + all.Length];
        tiff.CopyTo(written, 0);
        all.CopyTo(written, (int)start);
        BinaryPrimitives.WriteUInt32LittleEndian(written.AsSpan(TiffBytes.FirstDirectory), start);
        return written;
    }

    private static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    private static bool IsExif(string field) => field.StartsWith("exif-", StringComparison.Ordinal);

    private static ExifDirectory OfJpeg(ReadOnlySpan<byte> jpeg)
    {
        var segments = new JpegSegments(jpeg);
        while (segments.MoveNext())
        {
            if (segments.Marker == App1 && segments.Parameters.StartsWith(Prefix))
                return ExifDirectory.Of(segments.Parameters[Prefix.Length..]);
        }

        return new([]);
    }
}
