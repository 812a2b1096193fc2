using System.Buffers.Binary;

namespace Thumbs.Imaging.Reading;

/// <summary>The boxes of ISO/IEC 14496-12, 4.2, of which an AVIF is made: length, name, contents.</summary>
public static class IsoBoxes
{
    private const int HeaderLength = 8;

    /// <summary>The contents of the first box of a name; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> name)
    {
        for (; LengthOf(boxes) is > 0 and var length; boxes = boxes[length..])
        {
            if (Name(boxes).SequenceEqual(name))
                return boxes[HeaderLength..length];
        }

        return [];
    }

    /// <summary>The length of the first box, with its header; 0 where there is no whole one.</summary>
    public static int LengthOf(ReadOnlySpan<byte> boxes) =>
        boxes.Length >= HeaderLength && BinaryPrimitives.ReadUInt32BigEndian(boxes) is >= HeaderLength and var length && length <= boxes.Length ? (int)length : 0;

    /// <summary>The name of the first box.</summary>
    public static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> boxes) => boxes.Slice(4, 4);

    /// <summary>What describes the pictures of a file.</summary>
    public static ReadOnlySpan<byte> Meta(ReadOnlySpan<byte> file) => Find(file, "meta"u8) is { Length: > 4 } meta ? meta[4..] : [];
}
