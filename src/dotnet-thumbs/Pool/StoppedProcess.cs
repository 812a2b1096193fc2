namespace Thumbs.Pool;

/// <summary>Tells whether a process was stopped, by SIGSTOP or a debugger: it is not at its job then, and not to blame for the time.</summary>
internal static class StoppedProcess
{
    /// <returns>False where the system does not say, which only Linux does.</returns>
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
