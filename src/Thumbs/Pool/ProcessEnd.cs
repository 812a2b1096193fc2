using System.ComponentModel;
using System.Diagnostics;

namespace Thumbs.Pool;

/// <summary>Describes how a process ended, and kills processes.</summary>
public static class ProcessEnd
{
    /// <summary>What shells, and .NET, add to a signal's number to make an exit code.</summary>
    private const int SignalBase = 128;

    private const int SigKill = 9;

    /// <summary>
    /// True where the process was killed from outside: by a user, or by the kernel for memory. Windows has no code for that; these are
    /// the exit codes that Task Manager and taskkill (1), and .NET and PowerShell (-1), set.
    /// </summary>
    public static bool WasKilled(int? exitCode) =>
        OperatingSystem.IsWindows() ? exitCode is 1 or -1 : exitCode == SignalBase + SigKill;

    /// <param name="exitCode">Of the process; <see langword="null"/> where it would not end.</param>
    public static string Describe(int? exitCode)
    {
        if (exitCode is not { } code)
            return "did not end even when it was killed";
        if (OperatingSystem.IsWindows())
            return OnWindows(code);
        return code > SignalBase
            ? $"was ended by signal {code - SignalBase}{SignalName(code - SignalBase)}"
            : $"ended with exit code {code}";
    }

    /// <summary>NTSTATUS codes are looked up by their eight hex digits; a small number is an exit code of the program or of who killed it.</summary>
    public static string OnWindows(int exitCode) => exitCode is >= -1 and <= ushort.MaxValue
        ? $"ended with exit code {exitCode}"
        : $"ended with exit code 0x{exitCode:X8}{StatusName(unchecked((uint)exitCode))}";

    /// <summary>Kills a process that may have ended already or be ending.</summary>
    public static void Kill(Process process, bool withDescendants)
    {
        // The search for descendants inspects foreign processes too, and may fail on one of them before anything is killed.
        if (withDescendants)
            Try(() => process.Kill(entireProcessTree: true));
        Try(process.Kill);
    }

    private static void Try(Action kill)
    {
        try
        {
            kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException or ArgumentException)
        {
            // It has ended, which is the goal; or is ending, which Windows reports as access denied or as an invalid handle or time;
            // or it cannot be killed, which the wait for its end will show.
        }
    }

    /// <summary>The signals whose numbers are the same on every Unix.</summary>
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

    /// <summary>The codes of ntstatus.h that end a process, and .NET's own.</summary>
    private static string StatusName(uint status) => status switch
    {
        0x80131506 => " (internal error of .NET)",
        0x80131623 => " (fail fast: .NET was told that it cannot go on)",
        0x80000003 => " (breakpoint)",
        0xC0000005 => " (access violation)",
        0xC0000006 => " (a file that was mapped into memory could not be read)",
        0xC0000017 => " (no memory)",
        0xC000001D => " (illegal instruction)",
        0xC0000094 => " (integer division by zero)",
        0xC00000FD => " (stack overflow)",
        0xC000012D => " (no memory: the paging file is full)",
        0xC0000135 => " (a DLL was not found)",
        0xC0000139 => " (a DLL lacks a function)",
        0xC000013A => " (Ctrl+C)",
        0xC0000142 => " (a DLL could not be initialized)",
        0xC0000374 => " (heap corruption)",
        0xC0000409 => " (fail fast: the program found itself damaged)",
        0xC0000602 => " (fail fast)",
        0xE0434352 => " (unhandled .NET exception)",
        _ => "",
    };
}
