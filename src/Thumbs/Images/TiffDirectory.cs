using System.Buffers.Binary;

namespace Thumbs.Images;

/// <summary>
/// Reads the first directory of a TIFF (TIFF 6.0, section 2), as far as needed to distinguish a photograph from the raw
/// files of cameras, most of which are TIFFs with a small preview as their first page.
/// </summary>
public static class TiffDirectory
{
    private const ushort NewSubfileType = 0x00FE;
    private const ushort SubDirectories = 0x014A;
    private const ushort DngVersion = 0xC612;

    /// <summary>Whether it is DNG, CR2, or a raw file laid out as Nikon, Sony and Pentax do.</summary>
    public static bool IsCameraRaw(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10)
            return false;
        if (bytes is [_, _, 42, _, _, _, _, _, (byte)'C', (byte)'R', ..])
            return true;

        var little = bytes[0] == (byte)'I';
        var at = (long)UInt32(bytes[4..], little);
        if (at < 8 || at + 2 > bytes.Length || bytes[little ? 2 : 3] != 42)
            return false;

        var (reduced, subDirectories) = (false, false);
        for (int entries = UInt16(bytes[(int)at..], little), entry = 0; entry < entries; entry++)
        {
            var start = at + 2 + (12L * entry);
            if (start + 12 > bytes.Length)
                return false;
            var field = bytes.Slice((int)start, 12);
            switch (UInt16(field, little))
            {
                case DngVersion:
                    return true;
                case NewSubfileType:
                    reduced = (UInt32(field[8..], little) & 1) != 0;
                    break;
                case SubDirectories:
                    subDirectories = true;
                    break;
            }
        }

        return reduced && subDirectories;
    }

    /// <summary>Whether the first directory, which many programs write last, is missing.</summary>
    public static bool LiesOutside(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16)
            return true;
        var little = bytes[0] == (byte)'I';
        // BigTIFF (number 43) has 8-byte offsets, at another position.
        var big = bytes[little ? 2 : 3] == 43;
        long at = !big ? UInt32(bytes[4..], little)
            : little ? BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]) : BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        return at >= bytes.Length;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
