using System.Buffers.Binary;

using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>
/// A file without its metadata, its compressed pixels untouched. What is kept is what decoders need to show the pixels;
/// everything else, known or not, is left out.
/// </summary>
public static class PlainFile
{
    private const byte Profile = 0x20, Exif = 8, Xmp = 4;

    /// <summary>TIFF 6.0 and its supplements: what says how the pixels are stored, shown and measured.</summary>
    private static readonly ushort[] PixelTags =
    [
        254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 292, 293, 296, 297, 317, 320, 322, 323, 324, 325, 338, 339, 347, 530, 531, 532,
    ];

    /// <returns><see langword="null"/> where the file is not one of the usual kind, or of a kind from which nothing can be left out.</returns>
    public static byte[]? Of(ImageFormat format, ReadOnlySpan<byte> file) => format switch
    {
        ImageFormat.Jpeg => OfJpeg(file),
        ImageFormat.Png => OfPng(file),
        ImageFormat.WebP => OfWebP(file),
        ImageFormat.Gif => OfGif(file),
        ImageFormat.Tiff => TiffPatch.IsPlain(file, PixelTags) ? file.ToArray() : null,
        ImageFormat.Avif => file.IndexOf("Exif"u8) < 0 && file.IndexOf("mime"u8) < 0 && file.IndexOf("prof"u8) < 0 && file.IndexOf("udta"u8) < 0 ? file.ToArray() : null,
        _ => null,
    };

    /// <summary>Frames, tables, scans, and what Adobe's segment says of the colours. JFIF's says nothing that decoders need.</summary>
    private static byte[]? OfJpeg(ReadOnlySpan<byte> file)
    {
        const byte adobe = 0xEE;
        var (plain, length) = (new byte[file.Length], 2);
        file[..2].CopyTo(plain);
        var segments = new JpegSegments(file);
        while (segments.MoveNext())
        {
            if (segments.IsFrame && segments.Marker is not (0xC0 or 0xC1 or 0xC2))
                return null;
            if (segments.Marker is not (<= 0xDF or adobe))
                continue;
            segments.Segment.CopyTo(plain.AsSpan(length));
            length += segments.Segment.Length;
        }

        return segments.IsEndOfImage ? plain[..length] : null;
    }

    private static byte[]? OfPng(ReadOnlySpan<byte> file)
    {
        var (plain, length) = (new byte[file.Length], 8);
        file[..8].CopyTo(plain);
        for (var rest = file[8..]; rest.Length >= 12;)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest) + 12L;
            if (size > rest.Length)
                return null;
            var name = Chunk(rest[4..]);
            if (name is "IHDR" or "PLTE" or "tRNS" or "IDAT" or "IEND")
            {
                rest[..(int)size].CopyTo(plain.AsSpan(length));
                length += (int)size;
            }

            if (name == "IEND")
                return plain[..length];
            rest = rest[(int)size..];
        }

        return null;
    }

    /// <summary>RFC 9649, 2.7: the flags of an extended file say which chunks there are.</summary>
    private static byte[]? OfWebP(ReadOnlySpan<byte> file)
    {
        if (file.Length < 21)
            return null;
        var (plain, length) = (new byte[file.Length + 1], 12);
        file[..12].CopyTo(plain);
        for (var rest = file[12..]; rest.Length >= 8;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]) + 8L;
            size += size & 1;
            if (size > rest.Length)
                return null;
            if (Chunk(rest) is "VP8 " or "VP8L" or "VP8X" or "ALPH" or "ANIM" or "ANMF")
            {
                rest[..(int)size].CopyTo(plain.AsSpan(length));
                if (Chunk(rest) == "VP8X")
                    plain[length + 8] &= 0xFF ^ (Profile | Exif | Xmp);
                length += (int)size;
            }

            rest = rest[(int)size..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(plain.AsSpan(4), (uint)length - 8);
        return plain[..length];
    }

    /// <summary>Frames, their controls, and how often they are repeated.</summary>
    private static byte[]? OfGif(ReadOnlySpan<byte> file)
    {
        var (plain, at) = (new byte[file.Length], GifBlocks.First(file));
        var length = at;
        file[..at].CopyTo(plain);
        for (; GifBlocks.Next(file, at) is var next && next > at; at = next)
        {
            var isNeeded = file[at] == GifBlocks.ImageSeparator || file[at + 1] == GifBlocks.GraphicControl
                || (file[at + 1] == GifBlocks.Application && file[(at + 3)..].StartsWith("NETSCAPE2.0"u8));
            if (!isNeeded)
                continue;
            file[at..next].CopyTo(plain.AsSpan(length));
            length += next - at;
        }

        if (at >= file.Length || file[at] != GifBlocks.Trailer)
            return null;
        plain[length] = GifBlocks.Trailer;
        return plain[..(length + 1)];
    }

    private static string Chunk(ReadOnlySpan<byte> chunk) => System.Text.Encoding.Latin1.GetString(chunk[..4]);
}
