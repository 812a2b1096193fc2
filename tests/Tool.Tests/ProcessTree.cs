using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Thumbs.Tool.Tests;

/// <summary>What a test does to other processes on Unix.</summary>
internal static partial class ProcessTree
{
    private const int SigInt = 2, SigKill = 9, SigSys = 31;

    /// <summary>Where the user's time stands in <c>/proc/PID/stat</c>, counted from the state; in hundredths of a second.</summary>
    private const int UserTime = 11;

    public static IReadOnlyList<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && ParentOf(id) == parent)
                children.Add(id);
        }

        return children;
    }

    /// <summary>A process that has ended but was not waited for is not alive.</summary>
    public static bool IsAlive(int id) => StatOf(id) is { } stat && stat[0] is not ("Z" or "X");

    public static void Kill(int id) => Signal(id, SigKill);

    public static void Interrupt(int id) => Signal(id, SigInt);

    /// <summary>What a forbidden system call does.</summary>
    public static void End(int id) => Signal(id, SigSys);

    public static TimeSpan ProcessorTimeOf(int id) => StatOf(id) is { } stat
        ? TimeSpan.FromMilliseconds(10 * double.Parse(stat[UserTime], CultureInfo.InvariantCulture))
        : TimeSpan.Zero;

    private static int? ParentOf(int id) =>
        StatOf(id) is { } stat && stat[0] is not "Z" ? int.Parse(stat[1], CultureInfo.InvariantCulture) : null;

    /// <summary>The state, the parent and so on: what stands behind the name, which may hold anything.</summary>
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
