using System.Buffers.Binary;

using NetVips;

using Thumbs.Imaging.Colour;

namespace Thumbs.Imaging.Writing;

/// <summary>Writes an icon of several sizes as Windows has it (ICO).</summary>
/// <remarks>
/// Each is a bitmap of 32 bits, which every program reads that reads icons at all. A PNG in its place would be smaller, but not all read it, and
/// those that do ask for one of 32 bits, which a PNG writer chooses only where the colours need it.
/// </remarks>
public static class WindowsIcon
{
    private const int DirectoryLength = 6;
    private const int EntryLength = 16;
    private const int HeaderLength = 40;
    private const int BitsPerPixel = 32;

    /// <summary>The bytes of the file.</summary>
    /// <param name="pictures">Square, of 8 bits and at most 255 px a side.</param>
    public static byte[] Encode(IReadOnlyList<Image> pictures)
    {
        var bitmaps = pictures.Select(Bitmap).ToList();
        var offset = DirectoryLength + (EntryLength * bitmaps.Count);
        var file = new byte[offset + bitmaps.Sum(bitmap => bitmap.Length)];
        Write16(file, 2, 1); // An icon, and no cursor.
        Write16(file, 4, bitmaps.Count);
        for (var i = 0; i < bitmaps.Count; i++)
        {
            var entry = file.AsSpan(DirectoryLength + (EntryLength * i), EntryLength);
            (entry[0], entry[1]) = ((byte)pictures[i].Width, (byte)pictures[i].Height);
            Write16(entry, 4, 1); // Planes.
            Write16(entry, 6, BitsPerPixel);
            Write32(entry, 8, bitmaps[i].Length);
            Write32(entry, 12, offset);
            bitmaps[i].CopyTo(file, offset);
            offset += bitmaps[i].Length;
        }

        return file;
    }

    /// <summary>The picture from the bottom up, and after it one bit for each px that is transparent, for programs that know no alpha.</summary>
    private static byte[] Bitmap(Image picture)
    {
        var (width, height) = (picture.Width, picture.Height);
        var maskRow = (width + 31) / 32 * 4;
        var bitmap = new byte[HeaderLength + (width * height * 4) + (maskRow * height)];
        Write32(bitmap, 0, HeaderLength);
        Write32(bitmap, 4, width);
        Write32(bitmap, 8, height * 2); // With the mask.
        Write16(bitmap, 12, 1); // Planes.
        Write16(bitmap, 14, BitsPerPixel);
        var rgba = RgbaPixels.Of(picture);
        var to = HeaderLength;
        var mask = bitmap.AsSpan(HeaderLength + (width * height * 4));
        for (var row = 0; row < height; row++)
        {
            for (var x = 0; x < width; x++, to += 4)
            {
                var from = (((height - 1 - row) * width) + x) * 4;
                (bitmap[to], bitmap[to + 1], bitmap[to + 2], bitmap[to + 3]) = (rgba[from + 2], rgba[from + 1], rgba[from], rgba[from + 3]);
                if (rgba[from + 3] == 0)
                    mask[(row * maskRow) + (x / 8)] |= (byte)(0x80 >> (x % 8));
            }
        }

        return bitmap;
    }

    private static void Write16(Span<byte> bytes, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes[at..], (ushort)value);

    private static void Write32(Span<byte> bytes, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], value);
}
