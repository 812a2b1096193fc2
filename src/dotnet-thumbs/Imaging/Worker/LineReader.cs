namespace Thumbs.Imaging.Worker;

/// <summary>Cuts a stream into lines as they come, without decoding them.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line, without its end, valid until the next call; empty at the end of the stream, where half a line is dropped.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        var searched = _start;
        while (true)
        {
            var found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + found - _start);
                _start = searched + found + 1;
                return line;
            }

            MakeRoom();
            searched = _end;
            var read = stream.Read(_buffer.AsSpan(_end));
            if (read == 0)
                return default;
            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
