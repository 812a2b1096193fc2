using System.Diagnostics;

namespace Thumbs.Pool;

/// <summary>How a process came to its end, in words that mean something to whoever reads them.</summary>
internal static class ProcessEnd
{
    /// <summary>What a shell adds to a signal's number to make an exit code of it; .NET does the same.</summary>
    private const int SignalBase = 128;

    private const int SigKill = 9;

    /// <summary>True where the process was killed from outside: by a user, or by the kernel for memory.</summary>
    public static bool WasKilled(int exitCode) => !OperatingSystem.IsWindows() && exitCode == SignalBase + SigKill;

    public static string Describe(int exitCode)
    {
        if (OperatingSystem.IsWindows())
            return $"ended with exit code 0x{exitCode:X8}";
        return exitCode > SignalBase
            ? $"was ended by signal {exitCode - SignalBase}{SignalName(exitCode - SignalBase)}"
            : $"ended with exit code {exitCode}";
    }

    /// <summary>Kills a process that may have ended meanwhile.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself, which is all that was wanted.
        }
    }

    /// <summary>Only those whose numbers are the same on every Unix.</summary>
    private static string SignalName(int signal) => signal switch
    {
        4 => " (SIGILL)",
        5 => " (SIGTRAP)",
        6 => " (SIGABRT)",
        8 => " (SIGFPE)",
        9 => " (SIGKILL, which is also what the kernel does when memory runs out)",
        11 => " (SIGSEGV)",
        15 => " (SIGTERM)",
        _ => "",
    };
}
