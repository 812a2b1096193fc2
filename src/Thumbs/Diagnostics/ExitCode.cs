namespace Thumbs.Diagnostics;

/// <summary>The exit codes of the process.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>Some images failed; the others are done.</summary>
    public const int SomeFailed = 1;

    /// <summary>What was asked for makes no sense; nothing was done.</summary>
    public const int WrongUsage = 2;

    /// <summary>The machine failed: disk full, no native library.</summary>
    public const int MachineFailed = 3;

    /// <summary>Stopped by the user: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Cancelled = 130;
}
