using System.Buffers.Text;

namespace Thumbs.Pool;

/// <summary>How many processes the kernel has killed because memory ran out, on the whole machine.</summary>
public static class MemoryKills
{
    private const int MostBytes = 1 << 15;

    /// <returns>-1 where the system does not say: only Linux does, in <c>/proc/vmstat</c>, for the memory of containers too.</returns>
    public static long Count(string file = "/proc/vmstat")
    {
        if (!OperatingSystem.IsLinux())
            return -1;
        try
        {
            var text = new byte[MostBytes];
            using var handle = File.OpenHandle(file);
            return CountIn(text.AsSpan(0, RandomAccess.Read(handle, text, fileOffset: 0)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private static long CountIn(ReadOnlySpan<byte> text)
    {
        var name = "\noom_kill "u8;
        var at = text.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(text[(at + name.Length)..], out long count, out _) ? count : -1;
    }
}
