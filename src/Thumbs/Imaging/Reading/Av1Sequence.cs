namespace Thumbs.Imaging.Reading;

/// <summary>What the sequence header of an AV1 bitstream says of its samples (AV1 specification, 5.5.1 and 5.5.2).</summary>
public ref struct Av1Sequence
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _bit;

    private Av1Sequence(ReadOnlySpan<byte> header) => _bytes = header;

    /// <summary>Whether black and white are the least and the greatest value, and not 16 and 235 of 255; <see langword="null"/> where it cannot be told.</summary>
    /// <param name="stream">Of one picture.</param>
    public static bool? IsFullRange(ReadOnlySpan<byte> stream)
    {
        const int sequenceHeader = 1;
        while (stream.Length > 2 && (stream[0] & 2) != 0)
        {
            var (type, at) = (stream[0] >> 3 & 15, (stream[0] & 4) != 0 ? 2 : 1);
            var length = 0;
            for (var shift = 0; at < stream.Length && shift < 28; shift += 7)
            {
                length |= (stream[at] & 127) << shift;
                if (stream[at++] < 128)
                    break;
            }

            if (length > stream.Length - at)
                return null;
            if (type == sequenceHeader)
                return new Av1Sequence(stream.Slice(at, length)).ReadRange();
            stream = stream[(at + length)..];
        }

        return null;
    }

    /// <summary>Headers with timing information are those of films, and not read.</summary>
    private bool? ReadRange()
    {
        var profile = Read(3);
        Read(1);
        var isReduced = Read(1) == 1;
        if (isReduced)
            Read(5);
        else if (Read(1) == 1)
            return null;
        else
            SkipOperatingPoints();
        var (width, height) = (Read(4) + 1, Read(4) + 1);
        Read(width);
        Read(height);
        if (!isReduced && Read(1) == 1)
            Read(7);
        Read(3);
        if (!isReduced)
            SkipTools();
        Read(3);
        return ReadColours(profile) && _bit <= _bytes.Length * 8;
    }

    private void SkipOperatingPoints()
    {
        var delays = Read(1) == 1;
        for (var points = Read(5); points >= 0; points--)
        {
            Read(12);
            if (Read(5) > 7)
                Read(1);
            if (delays && Read(1) == 1)
                Read(4);
        }
    }

    private void SkipTools()
    {
        Read(4);
        var hasOrder = Read(1) == 1;
        if (hasOrder)
            Read(2);
        var hasScreenTools = Read(1) == 1 || Read(1) == 1;
        if (hasScreenTools && Read(1) == 0)
            Read(1);
        if (hasOrder)
            Read(3);
    }

    private bool ReadColours(int profile)
    {
        if (Read(1) == 1 && profile == 2)
            Read(1);
        var isGrey = profile != 1 && Read(1) == 1;
        var isRgb = Read(1) == 1 && Read(24) == 0x010D00;
        return (isRgb && !isGrey) || Read(1) == 1;
    }

    private int Read(int bits)
    {
        var value = 0;
        for (; bits > 0; bits--, _bit++)
            value = (value << 1) | (_bit < _bytes.Length * 8 ? _bytes[_bit / 8] >> (7 - (_bit % 8)) & 1 : 0);
        return value;
    }
}
