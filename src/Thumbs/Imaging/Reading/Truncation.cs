using System.Buffers.Binary;

using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>
/// Distinguishes a truncated file from a damaged one by the file's own structure: the messages of the decoders do not tell.
/// Checked only after a decoder has failed or warned.
/// </summary>
public static class Truncation
{
    public static bool Of(ImageFormat format, ReadOnlySpan<byte> bytes, string? complaint) => format switch
    {
        ImageFormat.Jpeg => bytes.LastIndexOf(JpegEnd) <= bytes.LastIndexOf(JpegScan),
        ImageFormat.Png => bytes.LastIndexOf("IEND"u8) < 0,
        ImageFormat.Gif => !HasGifTrailer(bytes),
        ImageFormat.WebP => bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L > bytes.Length,
        ImageFormat.Avif or ImageFormat.Heic => !HasWholeBoxes(bytes),
        ImageFormat.Tiff => TiffDirectory.LiesOutside(bytes) || complaint?.Contains("read", StringComparison.OrdinalIgnoreCase) == true,
        _ => false,
    };

    /// <summary>EOI and SOS (ITU T.81, table B.1); neither can occur in compressed data.</summary>
    private static ReadOnlySpan<byte> JpegEnd => [0xFF, 0xD9];

    private static ReadOnlySpan<byte> JpegScan => [0xFF, 0xDA];

    /// <summary>Walks the blocks of a GIF (GIF89a, appendix B) to its trailer.</summary>
    private static bool HasGifTrailer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 13)
            return false;
        var at = 13 + ColourTable(bytes[10]);
        while (at < bytes.Length)
        {
            switch (bytes[at])
            {
                case 0x3B:
                    return true;
                case 0x21:
                    at = AfterSubBlocks(bytes, at + 2);
                    break;
                case 0x2C when at + 9 < bytes.Length:
                    at = AfterSubBlocks(bytes, at + 10 + ColourTable(bytes[at + 9]) + 1);
                    break;
                default:
                    // Neither a block nor an end: damaged, not truncated.
                    return at + 9 < bytes.Length;
            }
        }

        return false;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static int AfterSubBlocks(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] != 0)
            at += bytes[at] + 1;
        return at + 1;
    }

    private static bool HasWholeBoxes(ReadOnlySpan<byte> bytes)
    {
        long at = 0;
        while (at + 8 <= bytes.Length)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
            if (size == 0)
                return true;
            if (size == 1 && at + 16 <= bytes.Length)
                size = BinaryPrimitives.ReadInt64BigEndian(bytes[(int)(at + 8)..]);
            if (size < 8)
                return true;
            at += size;
        }

        return at == bytes.Length;
    }
}
