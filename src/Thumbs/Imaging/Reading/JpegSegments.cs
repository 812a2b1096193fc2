using System.Buffers.Binary;

namespace Thumbs.Imaging.Reading;

/// <summary>Goes through the marker segments of a JPEG (ITU T.81, B.1.1), after the start of the image.</summary>
/// <param name="file">All of it, or its beginning.</param>
public ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    private const byte Prefix = 0xFF;
    private const int LengthSize = 2;

    private readonly ReadOnlySpan<byte> _file = file;
    private int _next = 2;

    /// <summary>The second byte of the marker.</summary>
    public byte Marker { get; private set; }

    /// <summary>The whole segment, from its marker; of a scan also the compressed data.</summary>
    public ReadOnlySpan<byte> Segment { get; private set; }

    /// <summary>The content after the length. The end of the image has none.</summary>
    public readonly ReadOnlySpan<byte> Parameters => Segment[(2 + LengthSize)..(2 + Number(Segment, 2))];

    public readonly bool IsEndOfImage => Marker == 0xD9;

    public readonly bool IsScan => Marker == 0xDA;

    /// <summary>SOF0 to SOF15. C4, C8 and CC are tables or reserved.</summary>
    public readonly bool IsFrame => Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>SOF2: progressive, with Huffman codes.</summary>
    public readonly bool IsProgressiveFrame => Marker == 0xC2;

    /// <summary>Goes to the next segment.</summary>
    /// <returns>False where there is none: at the end of the image or of the file, and at anything else than a marker.</returns>
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

    /// <summary>The position of the next marker: in compressed data a 0 follows each FF (B.1.1.5), except for restart markers.</summary>
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
