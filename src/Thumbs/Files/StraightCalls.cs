using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace Thumbs.Files;

/// <summary>The system calls of Linux behind <see cref="StraightPath"/>: a folder is opened by openat2(2), which refuses links, and a name is used in it.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe class StraightCalls
{
    /// <summary>Flags of open(2), the same on x64 and arm64: O_WRONLY, O_CREAT and O_CLOEXEC, and O_EXCL.</summary>
    private const int OldOrNew = 0x80041, New = OldOrNew | 0x80;

    /// <summary>As in errno(3).</summary>
    private const int NotPermitted = 1, NoEntry = 2, Interrupted = 4, Exists = 17, Links = 40;

    private const int CurrentFolder = -100;

    /// <summary>Whether the kernel has openat2, and the sandbox that this process may run in lets it through.</summary>
    public static bool IsAvailable()
    {
        var root = Numbers is null ? -1 : OpenOnce("/", LinuxCalls.AsPlace);
        return root >= 0 && LinuxCalls.Close(root) == 0;
    }

    private static CallNumbers? Numbers { get; } = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new(MakeFolder: 258, Delete: 263, Rename: 316, Lock: 73),
        Architecture.Arm64 => new(MakeFolder: 34, Delete: 35, Rename: 276, Lock: 32),
        _ => null,
    };

    /// <summary>Makes a file; its folder is made.</summary>
    public static SafeFileHandle CreateNew(string path) => Open(path, New);

    private static SafeFileHandle Open(string path, int flags)
    {
        var file = OpenOnce(path, flags);
        if (file < 0 && LinuxCalls.Fault == NoEntry)
        {
            using (OpenFolder(Path.GetDirectoryName(path)!, isMade: true))
                file = OpenOnce(path, flags);
        }

        return file >= 0 ? new(file, ownsHandle: true) : throw FaultAt(path);
    }

    /// <summary>Opens a file to write to it, and locks it as .NET does: flock(2), without waiting.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public static FileStream Take(string path)
    {
        const int exclusivelyWithoutWaiting = 6, wouldBlock = 11;
#pragma warning disable CA2000 // The stream owns it.
        var file = Open(path, OldOrNew);
#pragma warning restore CA2000
        if (LinuxCalls.Call(Numbers!.Lock, file.DangerousGetHandle(), exclusivelyWithoutWaiting) == 0 || LinuxCalls.Fault != wouldBlock)
            return new(file, FileAccess.Write, bufferSize: 0);
        file.Dispose();
        throw FaultAt(path, wouldBlock);
    }

    /// <summary>renameat2(2); the folder of the new name is made.</summary>
    /// <returns>False where the name is taken and it <paramref name="replaces"/> nothing; <see langword="null"/> where the disk cannot promise that.</returns>
    public static bool? Rename(string from, string to, bool replaces)
    {
        var (oldFolder, newFolder) = (Path.GetDirectoryName(from)!, Path.GetDirectoryName(to)!);
        using var place = OpenFolder(newFolder, isMade: true);
        using var other = string.Equals(oldFolder, newFolder, StringComparison.Ordinal) ? null : OpenFolder(oldFolder, isMade: false);
        fixed (byte* old = NameOf(from), name = NameOf(to))
        {
            var source = (other ?? place).DangerousGetHandle();
            if (LinuxCalls.Call(Numbers!.Rename, source, (nint)old, place.DangerousGetHandle(), (nint)name, replaces ? 0 : 1) == 0)
                return true;
        }

        return LinuxCalls.Fault switch
        {
            Exists when !replaces => false,
            LinuxCalls.InvalidArgument when !replaces => null,
            _ => throw FaultAt(to),
        };
    }

    /// <summary>unlinkat(2).</summary>
    public static void Delete(string path, bool isFolder)
    {
        const int folder = 0x200;
        using var place = OpenFolder(Path.GetDirectoryName(path)!, isMade: false);
        fixed (byte* name = NameOf(path))
        {
            if (LinuxCalls.Call(Numbers!.Delete, place.DangerousGetHandle(), (nint)name, isFolder ? folder : 0) != 0 && LinuxCalls.Fault != NoEntry)
                throw FaultAt(path);
        }
    }

    /// <summary>A folder as a place for names.</summary>
    private static SafeFileHandle OpenFolder(string path, bool isMade)
    {
        var place = OpenOnce(path, LinuxCalls.AsPlace);
        if (place < 0 && LinuxCalls.Fault == NoEntry && isMade && Path.GetDirectoryName(path) is { } parent)
        {
            using var above = OpenFolder(parent, isMade: true);
            fixed (byte* name = NameOf(path))
                _ = LinuxCalls.Call(Numbers!.MakeFolder, above.DangerousGetHandle(), (nint)name, 0x1FF);
            place = OpenOnce(path, LinuxCalls.AsPlace);
        }

        return place >= 0 ? new(place, ownsHandle: true) : throw FaultAt(path);
    }

    /// <summary>openat2(2) with RESOLVE_NO_SYMLINKS, which refuses a link at the end of the path too.</summary>
    private static int OpenOnce(string path, int flags)
    {
        const int number = 437, noLinks = 4;
        var how = stackalloc ulong[] { (ulong)flags, flags == LinuxCalls.AsPlace ? 0UL : 0x1B6, noLinks };
        int file;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            do
                file = (int)LinuxCalls.Call(number, CurrentFolder, (nint)name, (nint)how, 3 * sizeof(ulong));
            while (file < 0 && LinuxCalls.Fault == Interrupted);
        }

        return file;
    }

    private static byte[] NameOf(string path) => Encoding.UTF8.GetBytes(Path.GetFileName(path) + '\0');

    private static Exception FaultAt(string path) => FaultAt(path, LinuxCalls.Fault);

    private static Exception FaultAt(string path, int fault) => fault switch
    {
        NoEntry => new DirectoryNotFoundException($"Could not find a part of the path '{path}'."),
        LinuxCalls.AccessDenied or NotPermitted => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        Links => new IOException($"A link stands in the path '{path}' and is not followed", fault),
        _ => new IOException($"{Marshal.GetPInvokeErrorMessage(fault)} : '{path}'", fault),
    };

    /// <summary>Of mkdirat, unlinkat, renameat2 and flock, as in asm/unistd.h of each processor.</summary>
    private sealed record CallNumbers(int MakeFolder, int Delete, int Rename, int Lock);
}
