using System.Buffers.Binary;
using System.Text;

namespace Thumbs.Fuzzer;

/// <summary>A part of a file that its format treats as one: a chunk, a segment, a box, an entry, an element.</summary>
/// <param name="Start">In bytes.</param>
/// <param name="Length">In bytes, with its head.</param>
internal sealed record Block(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>The blocks of a file as far as they can be told; none where its format is not known.</summary>
    public static List<Block> Of(ReadOnlySpan<byte> file) => file switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Chunks(file, start: 8, lengthAt: 0, besides: 12, isBigEndian: true, isPadded: false),
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => Chunks(file, start: 12, lengthAt: 4, besides: 8, isBigEndian: false, isPadded: true),
        [0xFF, 0xD8, ..] => Segments(file),
        [(byte)'G', (byte)'I', (byte)'F', ..] => Separated(file, ','),
        [(byte)'I', (byte)'I', 42, 0, ..] => Entries(file),
        [(byte)'<', ..] => Separated(file, '<'),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => Boxes(file, 0, file.Length),
        _ => [],
    };

    /// <summary>The checksum of a PNG chunk is made right again: a wrong one ends the reading before anything else is tried.</summary>
    public void Mend(Span<byte> file)
    {
        if (file is not [0x89, (byte)'P', ..] || Length < 12 || End > file.Length)
            return;
        var crc = uint.MaxValue;
        foreach (var one in file[(Start + 4)..(End - 4)])
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        BinaryPrimitives.WriteUInt32BigEndian(file[(End - 4)..], ~crc);
    }

    private static List<Block> Chunks(ReadOnlySpan<byte> file, int start, int lengthAt, int besides, bool isBigEndian, bool isPadded)
    {
        var blocks = new List<Block>();
        for (var at = start; at + 8 <= file.Length;)
        {
            var field = file[(at + lengthAt)..];
            long length = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(field) : BinaryPrimitives.ReadUInt32LittleEndian(field);
            var all = Math.Min(length + besides + (isPadded ? length & 1 : 0), file.Length - at);
            blocks.Add(new(at, (int)all));
            at += (int)all;
        }

        return blocks;
    }

    private static List<Block> Segments(ReadOnlySpan<byte> file)
    {
        var blocks = new List<Block>();
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF;)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]) + 2, file.Length - at);
            var isScan = file[at + 1] == 0xDA;
            for (var end = at + length; isScan && end + 1 < file.Length && (file[end] != 0xFF || file[end + 1] is 0 or (>= 0xD0 and <= 0xD7)); end++)
                length++;
            blocks.Add(new(at, length));
            at += length;
        }

        return blocks;
    }

    private static List<Block> Boxes(ReadOnlySpan<byte> file, int start, int end)
    {
        var blocks = new List<Block>();
        for (var at = start; at + 8 <= end;)
        {
            var length = (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(file[at..]), 8, (uint)(end - at));
            blocks.Add(new(at, length));
            var inside = Encoding.Latin1.GetString(file[(at + 4)..(at + 8)]) switch { "meta" => 12, "iprp" or "ipco" => 8, _ => length };
            if (inside < length)
                blocks.AddRange(Boxes(file, at + inside, at + length));
            at += length;
        }

        return blocks;
    }

    private static List<Block> Entries(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) is var directory && directory > file.Length - 2L)
            return [];
        var count = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(file[(int)directory..]), (file.Length - (int)directory - 2) / 12);
        return [.. Enumerable.Range(0, count).Select(i => new Block((int)directory + 2 + (12 * i), 12))];
    }

    private static List<Block> Separated(ReadOnlySpan<byte> file, char separator)
    {
        var blocks = new List<Block>();
        for (var at = 0; at < file.Length;)
        {
            var next = file[(at + 1)..].IndexOf((byte)separator);
            var length = next < 0 ? file.Length - at : next + 1;
            blocks.Add(new(at, length));
            at += length;
        }

        return blocks;
    }
}
