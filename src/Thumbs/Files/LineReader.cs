namespace Thumbs.Files;

/// <summary>Cuts a stream into lines as they come, as bytes.</summary>
/// <remarks>Synchronous: no operating system reads plain files without a thread that waits, and each pipe has a thread of its own.</remarks>
/// <param name="stream">Read without a buffer of its own.</param>
/// <param name="longest">The longest line that is accepted, in bytes.</param>
public sealed class LineReader(Stream stream, int longest = int.MaxValue)
{
    private byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;

    /// <summary>The line, without LF or CR LF; valid until the next call of <see cref="MoveNext"/>.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>What was read after the last complete line.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Whether the next line is complete in memory, so that reading it does not block.</summary>
    public bool HasNext => Rest.Span.Contains((byte)'\n');

    /// <summary>Reads the next line.</summary>
    /// <returns>False at the end of the stream; an incomplete last line is then the <see cref="Rest"/>.</returns>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public bool MoveNext()
    {
        var searched = _start;
        while (true)
        {
            var found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var end = searched + found;
                var isCrLf = end > _start && _buffer[end - 1] == '\r';
                Line = _buffer.AsMemory(_start, end - _start - (isCrLf ? 1 : 0));
                _start = end + 1;
                return true;
            }

            MakeRoom();
            searched = _end;
            var read = stream.Read(_buffer.AsSpan(_end));
            if (read == 0)
                return false;
            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end >= longest)
        {
            throw new InvalidDataException($"A line of more than {longest} bytes.");
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
