using System.Buffers.Text;
using System.Diagnostics;

namespace Thumbs.Pool;

/// <summary>How much memory a process holds at this moment.</summary>
internal static class ResidentMemory
{
    /// <returns>In bytes; 0 for a process that has just ended.</returns>
    public static long Of(Process process)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return OnLinux(process.Id);
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            return 0;
        }
    }

    /// <summary>
    /// The second number of statm, in pages (proc_pid_statm(5)). <see cref="Process.WorkingSet64"/> would read a file for each
    /// thread of the process to tell it.
    /// </summary>
    private static long OnLinux(int processId)
    {
        Span<byte> text = stackalloc byte[256];
        using var file = File.OpenHandle($"/proc/{processId}/statm");
        text = text[..RandomAccess.Read(file, text, fileOffset: 0)];
        var pages = text[(text.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(pages, out long count, out _) ? count * Environment.SystemPageSize : 0;
    }
}
