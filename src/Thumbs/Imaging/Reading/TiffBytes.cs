using System.Buffers.Binary;

namespace Thumbs.Imaging.Reading;

/// <summary>Reads numbers and directories of a classic TIFF, in its own byte order. EXIF has the same structure.</summary>
/// <remarks>BigTIFF, which scanners and cameras do not write, has no directories here.</remarks>
internal static class TiffBytes
{
    /// <summary>A field of a directory (TIFF 6.0, section 2): tag, type, count and value, 12 bytes.</summary>
    public const int EntryLength = 12;

    /// <summary>Where the offset of the first directory stands.</summary>
    public const int FirstDirectory = 4;

    private const int HeaderLength = 8;

    /// <summary>Where the fields of the first directory are.</summary>
    public static int[] Entries(ReadOnlySpan<byte> file) => IsClassic(file) ? Entries(file, UInt32(file, FirstDirectory)) : [];

    /// <summary>Where the fields of the directory at an offset are, as far as the file goes.</summary>
    public static int[] Entries(ReadOnlySpan<byte> file, long start)
    {
        if (start < HeaderLength || start + 2 > file.Length)
            return [];
        var count = Math.Min(UInt16(file, (int)start), (file.Length - start - 2) / EntryLength);
        var entries = new int[count];
        for (var i = 0; i < count; i++)
            entries[i] = (int)start + 2 + (i * EntryLength);
        return entries;
    }

    public static bool IsLittleEndian(ReadOnlySpan<byte> file) => file[0] == (byte)'I';

    public static ushort UInt16(ReadOnlySpan<byte> file, int at) => IsLittleEndian(file)
        ? BinaryPrimitives.ReadUInt16LittleEndian(file[at..])
        : BinaryPrimitives.ReadUInt16BigEndian(file[at..]);

    public static uint UInt32(ReadOnlySpan<byte> file, int at) => IsLittleEndian(file)
        ? BinaryPrimitives.ReadUInt32LittleEndian(file[at..])
        : BinaryPrimitives.ReadUInt32BigEndian(file[at..]);

    public static void Write(byte[] file, int at, ushort value)
    {
        if (IsLittleEndian(file))
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        else
            BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at), value);
    }

    private static bool IsClassic(ReadOnlySpan<byte> file) => file.Length >= HeaderLength + 2 + 4 && file[IsLittleEndian(file) ? 2 : 3] == 42;
}
