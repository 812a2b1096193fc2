using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Thumbs.Files;

namespace Thumbs.Pool.Sandboxing;

/// <summary>A filter that the kernel runs before each system call: seccomp(2). A thread that has one keeps it, and passes it on to all that it starts.</summary>
[SupportedOSPlatform("linux")]
public static class SystemCallFilter
{
    /// <summary>SECCOMP_SET_MODE_FILTER, and SECCOMP_FILTER_FLAG_TSYNC, which is about all threads of the process.</summary>
    private const nint SetFilter = 1, AllThreads = 1;

    /// <summary>AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64.</summary>
    private const uint X64 = 0xC000003E, Arm64 = 0xC00000B7;

    /// <summary>SECCOMP_RET_ALLOW, and SECCOMP_RET_ERRNO with EPERM and with ENOSYS.</summary>
    private const uint Allow = 0x7FFF0000, Refuse = 0x00050001, Unknown = 0x00050026;

    /// <summary>Where the kernel shows what is called (seccomp_data): the number, the processor, and the lower half of the first argument.</summary>
    private const uint Number = 0, Processor = 4, FirstArgument = 16;

    /// <summary>BPF_LD | BPF_W | BPF_ABS, BPF_JMP with BPF_JEQ, BPF_JGE and BPF_JSET, BPF_RET.</summary>
    private const ushort Load = 0x20, IfEqual = 0x15, IfAtLeast = 0x35, IfAny = 0x45, Return = 0x06;

    /// <summary>Numbers from here on are those of x32, which would get round those of x64.</summary>
    private const uint FirstOfX32 = 0x40000000;

    /// <summary>CLONE_THREAD; and all CLONE_NEW* flags, which create namespaces.</summary>
    private const uint AsThread = 0x00010000, NewWorlds = 0x7E020080;

    /// <summary>Whether the numbers of this processor's system calls are known here.</summary>
    public static bool IsKnownProcessor => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Forbids this thread, and all that it starts, the system calls that a decoder does not need.</summary>
    /// <returns>False where the system refuses.</returns>
    public static bool RefuseUnwanted() => IsKnownProcessor && Install(Program(SystemCalls.Unwanted, threadsOnly: false), flags: 0);

    /// <summary>Forbids all threads of this process to start others. Does nothing outside a sandbox.</summary>
    public static void RefuseProcesses()
    {
        const int getNoNewPrivileges = 39;
        if (IsKnownProcessor && LinuxCalls.Control(getNoNewPrivileges) == 1)
            Install(Program(SystemCalls.Starting, threadsOnly: true), AllThreads);
    }

    private static unsafe bool Install(ulong[] program, nint flags)
    {
        fixed (ulong* start = program)
        {
            var filter = new FilterProgram { Length = (ushort)program.Length, Start = (nint)start };
            return LinuxCalls.Call(SystemCalls.Seccomp.Here, SetFilter, flags, (nint)(&filter)) == 0;
        }
    }

    /// <param name="refused">The calls that fail with EPERM.</param>
    /// <param name="threadsOnly">Whether clone may create threads only; otherwise anything but namespaces.</param>
    private static ulong[] Program(SystemCall[] refused, bool threadsOnly)
    {
        var isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        var program = new ulong[refused.Length + 11];

        // Jumps count the instructions after the next one; the three ends are the last.
        var (allow, refuse, unknown) = (program.Length - 3, program.Length - 2, program.Length - 1);
        var at = 0;
        Add(Load, Processor);
        Add(IfEqual, isX64 ? X64 : Arm64, no: unknown);
        Add(Load, Number);
        Add(IfAtLeast, FirstOfX32, yes: refuse);

        // Its flags are in memory, where a filter cannot look. Libraries then take the older call.
        Add(IfEqual, (uint)SystemCalls.Clone3.Here, yes: unknown);
        foreach (var call in refused)
            Add(IfEqual, (uint)call.Here, yes: refuse);
        Add(IfEqual, (uint)SystemCalls.Clone.Here, no: allow);
        Add(Load, FirstArgument);
        if (threadsOnly)
            Add(IfAny, AsThread, yes: allow, no: refuse);
        else
            Add(IfAny, NewWorlds, yes: refuse, no: allow);
        Add(Return, Allow);
        Add(Return, Refuse);
        Add(Return, Unknown);
        return program;

        void Add(ushort code, uint value, int yes = 0, int no = 0)
        {
            var next = at + 1;
            program[at++] = code | ((ulong)Distance(yes, next) << 16) | ((ulong)Distance(no, next) << 24) | ((ulong)value << 32);
        }

        static byte Distance(int target, int next) => target == 0 ? (byte)0 : checked((byte)(target - next));
    }

    /// <summary>sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public nint Start;
    }
}
