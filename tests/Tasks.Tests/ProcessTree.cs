using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Thumbs.Tasks.Tests;

/// <summary>The engines and workers of a project, and signals to them; on Linux.</summary>
internal static partial class ProcessTree
{
    private const int SigInt = 2, SigKill = 9, NoSuchProcess = 3;

    /// <summary>The processes whose command lines hold all of some words.</summary>
    public static IReadOnlyList<int> Running(params string[] words)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && Read($"{folder}/cmdline") is { } line
                && Array.TrueForAll(words, word => line.Contains(word, StringComparison.Ordinal)))
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <summary>The processor time that a process has used; zero where it has ended.</summary>
    public static TimeSpan WorkOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return TimeSpan.Zero;
        }
    }

    public static void Kill(int id) => Signal(id, SigKill);

    public static void Interrupt(int id) => Signal(id, SigInt);

    private static void Signal(int id, int signal)
    {
        // A process that has ended meanwhile counts as killed.
        if (SendSignal(id, signal) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
            throw new InvalidOperationException($"No signal can be sent to {id}: errno {Marshal.GetLastPInvokeError()}");
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // It has just ended, or is none of ours.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int id, int signal);
}
