using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Thumbs.Files;

/// <summary>System calls of Linux that .NET does not offer. Each returns -1 or less where it fails, with the error number in <see cref="Fault"/>.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxCalls
{
    /// <summary>Faults, as in errno(3).</summary>
    public const int AccessDenied = 13, InvalidArgument = 22;

    /// <summary>Only to name a file or folder, and closed in a child: O_PATH and O_CLOEXEC, the same on x64 and arm64.</summary>
    public const int AsPlace = 0x280000;

    /// <summary>To read, and closed in a child: O_CLOEXEC.</summary>
    public const int ToRead = 0x80000;

    /// <summary>Why the last call of this thread failed.</summary>
    public static int Fault => Marshal.GetLastPInvokeError();

    /// <summary>Any call by its number: syscall(2).</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial nint Call(nint number, nint first = 0, nint second = 0, nint third = 0, nint fourth = 0, nint fifth = 0);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Open(string path, int flags, int mode = 0);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Close(int file);

    /// <summary>prctl(2).</summary>
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Control(int option, nint first = 0, nint second = 0, nint third = 0, nint fourth = 0);

    /// <summary>The process that started this one, or that took it over.</summary>
    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Parent();

    /// <summary>The user that this process acts as.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial uint User();
}
