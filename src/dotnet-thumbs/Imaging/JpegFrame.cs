using System.Buffers.Binary;

namespace Thumbs.Imaging;

/// <summary>The frame header of a JPEG: the size of the picture, known before a decoder is asked.</summary>
internal static class JpegFrame
{
    /// <summary>
    /// Walks the marker segments to the first frame header, SOF0 to SOF15 (ITU T.81, B.2.2), as a decoder does.
    /// </summary>
    /// <param name="bytes">Of the file.</param>
    /// <returns>Width and height in px, as the pixels are stored; <see langword="null"/> where no such header is found.</returns>
    public static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 9 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (IsFrame(marker))
                return (Number(bytes, at + 7), Number(bytes, at + 5)) is (> 0, > 0) size ? size : null;
            at += 2 + Number(bytes, at + 2);
        }

        return null;
    }

    /// <summary>C4, C8 and CC lie among the frame headers and are tables or reserved.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
