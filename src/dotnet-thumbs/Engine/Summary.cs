namespace Thumbs.Engine;

/// <summary>A whole run in figures. The first four count sources and add up to all of the plan's, unless the run was cut short.</summary>
/// <param name="Skipped">Files that were left out of the plan, with a warning each.</param>
/// <param name="Pruned">Renditions deleted.</param>
/// <param name="BytesIn">Of the sources that were made.</param>
/// <param name="BytesOut">Of the renditions of those sources.</param>
/// <param name="ExitCode">See <see cref="Engine.ExitCode"/>.</param>
internal sealed record Summary(
    int Made,
    int Fresh,
    int Cached,
    int Failed,
    int Skipped,
    int Pruned,
    long BytesIn,
    long BytesOut,
    TimeSpan Elapsed,
    int ExitCode);

/// <summary>What the process tells its parent.</summary>
internal static class ExitCode
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
