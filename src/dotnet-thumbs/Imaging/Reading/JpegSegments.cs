using System.Buffers.Binary;

namespace Thumbs.Imaging.Reading;

/// <summary>Goes through the marker segments of a JPEG (ITU T.81, B.1.1), from the one behind the start of the image.</summary>
/// <param name="file">All of it, or its beginning.</param>
internal ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    private const byte Prefix = 0xFF;
    private const int LengthSize = 2;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _next = 2;

    /// <summary>The second byte of the marker.</summary>
    public byte Marker { get; private set; }

    /// <summary>All of it, from the marker; of a scan also the compressed data.</summary>
    public ReadOnlySpan<byte> Segment { get; private set; }

    /// <summary>What stands in it behind its length. There is none in the end of the image.</summary>
    public readonly ReadOnlySpan<byte> Parameters => Segment[(2 + LengthSize)..(2 + Number(Segment, 2))];

    public readonly bool IsEndOfImage => Marker == 0xD9;

    public readonly bool IsScan => Marker == 0xDA;

    /// <summary>SOF0 to SOF15. C4, C8 and CC lie among them and are tables or reserved.</summary>
    public readonly bool IsFrame => Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>SOF2: progressive, with Huffman codes.</summary>
    public readonly bool IsProgressiveFrame => Marker == 0xC2;

    /// <summary>Goes to the next segment.</summary>
    /// <returns>False where there is none: at the end of the image or of the file, and where something else stands.</returns>
    public bool MoveNext()
    {
        if (IsEndOfImage)
            return false;
        while (_next + 1 < _file.Length && _file[_next] == Prefix && _file[_next + 1] == Prefix)
            _next++;
        if (_next + 1 >= _file.Length || _file[_next] != Prefix)
            return false;
        Marker = _file[_next + 1];
        var end = IsEndOfImage ? _next + 2 : End();
        if (end > _file.Length)
            return false;
        Segment = _file[_next..end];
        _next = end;
        return true;
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    /// <returns>Beyond the file where the segment does not end in it.</returns>
    private readonly int End()
    {
        var isAlone = Marker is <= 0x01 or (>= 0xD0 and <= 0xD8);
        if (isAlone || _next + 2 + LengthSize > _file.Length || Number(_file, _next + 2) is not (>= LengthSize and var length))
            return int.MaxValue;
        var end = _next + 2 + length;
        return IsScan && end < _file.Length ? EndOfData(end) : end;
    }

    /// <summary>Where the next marker stands: in compressed data a 0 follows each FF (B.1.1.5), but for the restart markers.</summary>
    private readonly int EndOfData(int from)
    {
        for (var at = from; at < _file.Length; at += 2)
        {
            var found = _file[at..].IndexOf(Prefix);
            if (found < 0 || (at += found) + 1 >= _file.Length)
                break;
            if (_file[at + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
                return at;
        }

        return int.MaxValue;
    }
}
