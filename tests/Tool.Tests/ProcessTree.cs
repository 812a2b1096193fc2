using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Thumbs.Tool.Tests;

/// <summary>Signals to other processes, and their state; on Linux by /proc.</summary>
internal static partial class ProcessTree
{
    private const int SigHup = 1, SigInt = 2, SigKill = 9, SigTerm = 15, SigSys = 31;

    /// <summary>The index of the user time in <c>/proc/PID/stat</c>, counted from the state; in hundredths of a second.</summary>
    private const int UserTime = 11;

    public static IReadOnlyList<int> ChildrenOf(int parent)
    {
        if (OperatingSystem.IsWindows())
            return WindowsProcesses.ChildrenOf(parent);
        return [.. All().Where(id => ParentOf(id) == parent)];
    }

    /// <summary>The workers of a tool that is running or has ended.</summary>
    /// <param name="tool">Its process.</param>
    /// <param name="folder">The folder of its assembly.</param>
    public static IReadOnlyList<int> WorkersOf(int tool, string folder) => OperatingSystem.IsWindows()
        ? WindowsProcesses.ChildrenOf(tool)
        : [.. All().Where(id => id != tool && IsAlive(id) && CommandLineOf(id).Contains(folder, StringComparison.Ordinal))];

    /// <summary>A process that has ended but was not waited for is not alive.</summary>
    public static bool IsAlive(int id) => OperatingSystem.IsWindows()
        ? WindowsProcesses.IsAlive(id)
        : StatOf(id) is { } stat && stat[0] is not ("Z" or "X");

    public static void Kill(int id)
    {
        if (OperatingSystem.IsWindows())
            WindowsProcesses.Kill(id);
        else
            Signal(id, SigKill);
    }

    /// <summary>Ctrl+C; on Windows Ctrl+Break.</summary>
    public static void Interrupt(int id)
    {
        if (OperatingSystem.IsWindows())
            WindowsProcesses.Interrupt(id);
        else
            Signal(id, SigInt);
    }

    /// <summary>The signal of a closed terminal.</summary>
    public static void HangUp(int id) => Signal(id, SigHup);

    /// <summary>The signal of a stopping machine or container.</summary>
    public static void Terminate(int id) => Signal(id, SigTerm);

    /// <summary>The signal of a forbidden system call; on Windows an access violation.</summary>
    public static void Crash(int id)
    {
        if (OperatingSystem.IsWindows())
            WindowsProcesses.Crash(id);
        else
            Signal(id, SigSys);
    }

    public static TimeSpan ProcessorTimeOf(int id)
    {
        if (OperatingSystem.IsWindows())
            return WindowsProcesses.ProcessorTimeOf(id);
        return StatOf(id) is { } stat
            ? TimeSpan.FromMilliseconds(10 * double.Parse(stat[UserTime], CultureInfo.InvariantCulture))
            : TimeSpan.Zero;
    }

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    private static string CommandLineOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return ""; // It has just ended.
        }
    }

    private static int? ParentOf(int id) =>
        StatOf(id) is { } stat && stat[0] is not "Z" ? int.Parse(stat[1], CultureInfo.InvariantCulture) : null;

    /// <summary>The fields after the name, which may contain anything: state, parent and so on.</summary>
    private static string[]? StatOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // It has just ended.
        }
    }

    private static void Signal(int id, int signal)
    {
        if (SendSignal(id, signal) != 0 && IsAlive(id))
            throw new InvalidOperationException($"No signal can be sent to {id}: errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int id, int signal);
}
