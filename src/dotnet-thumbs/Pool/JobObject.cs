using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Thumbs.Pool;

/// <summary>
/// On Windows, the job that holds this process and all that it starts. A worker ends by itself when its parent is gone, but not while
/// it is being started, nor where it hangs: the system ends what is in a job when nobody holds the job any more.
/// </summary>
[SupportedOSPlatform("windows")]
internal static partial class JobObject
{
    /// <summary>JobObjectExtendedLimitInformation and JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE of winnt.h.</summary>
    private const int ExtendedLimitInformation = 9, KillOnJobClose = 0x2000;

    private static int _isHeld;

    /// <summary>
    /// From now on, what this process starts is in its job from the first moment on. Where the system refuses, as it may inside a
    /// container or another job, the end of its input is all that ends a worker.
    /// </summary>
    public static void EndChildrenWithThisProcess()
    {
        if (Interlocked.Exchange(ref _isHeld, 1) != 0)
            return;

        // Closed by nobody: that this process holds it is what keeps its children alive.
        var job = CreateJobObject(attributes: 0, name: 0);
        var limits = new ExtendedLimits { LimitFlags = KillOnJobClose };
        if (job != 0 && SetInformationJobObject(job, ExtendedLimitInformation, limits, Marshal.SizeOf<ExtendedLimits>()))
            AssignProcessToJobObject(job, ThisProcess);
    }

    /// <summary>What stands for the own process wherever a handle is asked for: what GetCurrentProcess gives.</summary>
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
