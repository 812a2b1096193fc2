namespace Thumbs.Pool;

/// <summary>Tells whether a process is stopped, by SIGSTOP or a debugger: that time does not count against its job.</summary>
public static class StoppedProcess
{
    /// <returns>False where the system does not tell; only Linux does.</returns>
    public static bool Is(int processId)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            Span<byte> text = stackalloc byte[256];
            using var file = File.OpenHandle($"/proc/{processId}/stat");
            text = text[..RandomAccess.Read(file, text, fileOffset: 0)];

            // The third word (proc_pid_stat(5)); the second is the name in brackets, in which anything may stand.
            return text[(text.LastIndexOf((byte)')') + 1)..] is [(byte)' ', (byte)'T' or (byte)'t', ..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return false;
        }
    }
}
