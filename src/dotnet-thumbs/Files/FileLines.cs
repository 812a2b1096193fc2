
namespace Thumbs.Files;

/// <summary>A file line by line, as bytes, in a buffer that is used again.</summary>
internal static class FileLines
{
    /// <summary>In bytes; grows with the longest line.</summary>
    private const int BufferSize = 1 << 16;

    /// <summary>Is given a line without its end.</summary>
    internal delegate void Taker(ReadOnlySpan<byte> line);

    /// <summary>Gives away every line. What stands behind the last line end counts as one.</summary>
    /// <remarks>Not asynchronous: no system reads plain files without a thread that waits.</remarks>
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

    /// <summary>Gives away every line that is whole.</summary>
    /// <returns>How many bytes they take.</returns>
    private static int Take(ReadOnlySpan<byte> bytes, Taker take)
    {
        var taken = 0;
        int length;
        while ((length = bytes[taken..].IndexOf((byte)'\n')) >= 0)
        {
            // Git for Windows may have checked the file out with its own ends of lines.
            take(bytes.Slice(taken, length).TrimEnd((byte)'\r'));
            taken += length + 1;
        }

        return taken;
    }
}
