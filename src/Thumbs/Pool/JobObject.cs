using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Thumbs.Pool;

/// <summary>
/// The Windows job object of this process and all that it starts: the system ends them when this process ends. A worker ends by
/// itself when its input ends, but not while it is starting, nor where it hangs.
/// </summary>
[SupportedOSPlatform("windows")]
public static partial class JobObject
{
    /// <summary>JobObjectExtendedLimitInformation and JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE of winnt.h.</summary>
    private const int ExtendedLimitInformation = 9, KillOnJobClose = 0x2000;

    private static int _isHeld;

    /// <summary>
    /// From now on, every process that this one starts belongs to its job object. Where the system refuses, as it may inside a
    /// container or another job, only the end of its input ends a worker.
    /// </summary>
    public static void EndChildrenWithThisProcess()
    {
        if (Interlocked.Exchange(ref _isHeld, 1) != 0)
            return;

        // Never closed: the open handle keeps the children alive.
        var job = CreateJobObject(attributes: 0, name: 0);
        var limits = new ExtendedLimits { LimitFlags = KillOnJobClose };
        if (job != 0 && SetInformationJobObject(job, ExtendedLimitInformation, limits, Marshal.SizeOf<ExtendedLimits>()))
            AssignProcessToJobObject(job, ThisProcess);
    }

    /// <summary>The pseudo handle of the own process, as GetCurrentProcess returns it.</summary>
    private const nint ThisProcess = -1;

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint CreateJobObject(nint attributes, nint name);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(nint job, int kind, in ExtendedLimits limits, int length);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(nint job, nint process);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public long ProcessTime, JobTime;
        public int LimitFlags;
        public nint MinWorkingSet, MaxWorkingSet;
        public int ActiveProcesses;
        public nint Affinity;
        public int PriorityClass, SchedulingClass;
        public long Reads, Writes, Others, BytesRead, BytesWritten, OtherBytes;
        public nint ProcessMemory, JobMemory, PeakProcessMemory, PeakJobMemory;
    }
}
