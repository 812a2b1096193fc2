
namespace Thumbs.Files;

/// <summary>A file line by line, as bytes, in a buffer that is used again.</summary>
internal static class FileLines
{
    /// <summary>In bytes; grows with the longest line.</summary>
    private const int BufferSize = 1 << 16;

    /// <summary>Receives a line without its line end.</summary>
    internal delegate void Taker(ReadOnlySpan<byte> line);

    /// <summary>Passes on every line. Text after the last line end counts as a line.</summary>
    /// <remarks>Synchronous: no operating system reads plain files without a thread that waits.</remarks>
    public static void Read(Stream file, Taker take, CancellationToken cancellation)
    {
        var buffer = new byte[BufferSize];
        var filled = 0;
        int read;
        while ((read = file.Read(buffer.AsSpan(filled))) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            filled += read;
            var taken = Take(buffer.AsSpan(0, filled), take);
            filled -= taken;
            buffer.AsSpan(taken, filled).CopyTo(buffer);
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }

        if (filled > 0)
            take(buffer.AsSpan(0, filled));
    }

    /// <summary>Passes on every complete line.</summary>
    /// <returns>The number of bytes consumed.</returns>
    private static int Take(ReadOnlySpan<byte> bytes, Taker take)
    {
        var taken = 0;
        int length;
        while ((length = bytes[taken..].IndexOf((byte)'\n')) >= 0)
        {
            // Git for Windows may have checked the file out with CR LF.
            take(bytes.Slice(taken, length).TrimEnd((byte)'\r'));
            taken += length + 1;
        }

        return taken;
    }
}
