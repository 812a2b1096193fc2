using System.Buffers.Text;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Thumbs.Pool;

/// <summary>The resident memory of a process.</summary>
public static partial class ResidentMemory
{
    /// <returns>In bytes; 0 for a process that has just ended.</returns>
    public static long Of(Process process)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return OnLinux(process.Id);
            if (OperatingSystem.IsWindows())
                return OnWindows(process);
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or Win32Exception)
        {
            return 0;
        }
    }

    /// <summary>
    /// The second number of statm, in pages (proc_pid_statm(5)). <see cref="Process.WorkingSet64"/> would read a file for each
    /// thread of the process.
    /// </summary>
    private static long OnLinux(int processId)
    {
        Span<byte> text = stackalloc byte[256];
        using var file = File.OpenHandle($"/proc/{processId}/statm");
        text = text[..RandomAccess.Read(file, text, fileOffset: 0)];
        var pages = text[(text.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(pages, out long count, out _) ? count * Environment.SystemPageSize : 0;
    }

    /// <summary><see cref="Process.WorkingSet64"/> would make the system list every process and thread.</summary>
    [SupportedOSPlatform("windows")]
    private static long OnWindows(Process process) =>
        GetProcessMemoryInfo(process.SafeHandle, out var counters, Marshal.SizeOf<MemoryCounters>()) ? counters.WorkingSet : 0;

    [LibraryImport("kernel32", EntryPoint = "K32GetProcessMemoryInfo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetProcessMemoryInfo(SafeHandle process, out MemoryCounters counters, int length);

    /// <summary>PROCESS_MEMORY_COUNTERS of psapi.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryCounters
    {
        public int Length, PageFaults;
        public nint PeakWorkingSet, WorkingSet, PeakPagedPool, PagedPool, PeakNonPagedPool, NonPagedPool, PageFile, PeakPageFile;
    }
}
