using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Thumbs.Tool.Tests;

/// <summary>What a test does to other processes on Windows.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsProcesses
{
    /// <summary>Of tlhelp32.h, wincon.h and ntstatus.h.</summary>
    private const int AllProcesses = 2, CtrlBreak = 1, AccessViolation = unchecked((int)0xC0000005);

    /// <summary>The program of this test; other children, such as the console host, are not counted.</summary>
    private const string Dotnet = "dotnet.exe";

    /// <summary>Also those of a parent that has ended.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent)
    {
        var children = new List<int>();
        var snapshot = CreateToolhelp32Snapshot(AllProcesses, processId: 0);
        var entry = new ProcessEntry { Length = Marshal.SizeOf<ProcessEntry>() };
        for (var found = Process32First(snapshot, ref entry); found; found = Process32Next(snapshot, ref entry))
        {
            if (entry.Parent == parent && entry.IsNamed(Dotnet))
                children.Add(entry.Id);
        }

        CloseHandle(snapshot);
        return children;
    }

    public static bool IsAlive(int id) => Try(id, process => !process.HasExited);

    public static void Kill(int id) => Try(id, process =>
    {
        process.Kill();
        return true;
    });

    /// <summary>Ends it as an access violation would.</summary>
    public static void Crash(int id) => Try(id, process => TerminateProcess(process.SafeHandle, AccessViolation));

    public static TimeSpan ProcessorTimeOf(int id)
    {
        var time = TimeSpan.Zero;
        Try(id, process => (time = process.UserProcessorTime) > TimeSpan.Zero);
        return time;
    }

    /// <summary>Makes sure that there is a console, for the processes started to share.</summary>
    public static void EnsureConsole() => AllocConsole();

    /// <summary>Sends Ctrl+Break to a process that was started in a group of its own. Ctrl+C always goes to all of a console.</summary>
    public static void Interrupt(int id) =>
        Assert.True(GenerateConsoleCtrlEvent(CtrlBreak, id), $"Ctrl+Break cannot be sent: error {Marshal.GetLastPInvokeError()}");

    /// <returns>False where it has ended or is ending.</returns>
    private static bool Try(int id, Func<Process, bool> act)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return act(process);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateToolhelp32Snapshot(int what, int processId);

    [LibraryImport("kernel32", EntryPoint = "Process32FirstW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Process32First(nint snapshot, ref ProcessEntry entry);

    [LibraryImport("kernel32", EntryPoint = "Process32NextW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Process32Next(nint snapshot, ref ProcessEntry entry);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CloseHandle(nint handle);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(SafeHandle process, int exitCode);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AllocConsole();

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(int what, int group);

    /// <summary>PROCESSENTRY32W of tlhelp32.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct ProcessEntry
    {
        public int Length, Usage, Id;
        public nint Heap;
        public int Module, Threads, Parent, Priority, Flags;
        public fixed ushort Name[260];

        public readonly bool IsNamed(string name)
        {
            fixed (ushort* own = Name)
                return new string((char*)own).Equals(name, StringComparison.OrdinalIgnoreCase);
        }
    }
}
