namespace Thumbs.Imaging.Reading;

/// <summary>Goes through the blocks of a GIF (GIF89a, appendix A).</summary>
public static class GifBlocks
{
    public const byte Extension = 0x21;
    public const byte ImageSeparator = 0x2C;
    public const byte Trailer = 0x3B;
    public const byte GraphicControl = 0xF9;
    public const byte Application = 0xFF;

    /// <summary>The position of the first block, after the colours of all frames.</summary>
    public static int First(ReadOnlySpan<byte> file) => file.Length < 13 ? file.Length : Math.Min(file.Length, 13 + TableLength(file[10]));

    /// <summary>The position after the block at one; the same position at the end, or where nothing makes sense.</summary>
    public static int Next(ReadOnlySpan<byte> file, int at)
    {
        var data = at < file.Length ? file[at] switch
        {
            Extension => at + 2,
            ImageSeparator when at + 10 < file.Length => at + 11 + TableLength(file[at + 9]),
            _ => at,
        } : at;
        if (data == at)
            return at;
        while (data < file.Length && file[data] != 0)
            data += file[data] + 1;
        return data < file.Length ? data + 1 : at;
    }

    /// <summary>In bytes; 0 where there is none.</summary>
    private static int TableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
}
