using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Thumbs.Files;

/// <summary>
/// What has a path like a file and is not a regular file: a pipe, a socket, a device. Opening one may block for ever, and reading one may never
/// end. .NET reports each as a file of zero bytes.
/// </summary>
public static partial class SpecialFile
{
    /// <summary>S_IFMT of stat.h, and those of its values that mean a file or a folder. They are the same on every Unix.</summary>
    private const int TypeMask = 0xF000, Regular = 0x8000, Folder = 0x4000;

    /// <summary>AT_FDCWD and STATX_TYPE of Linux.</summary>
    private const int WorkingFolder = -100, TypeOnly = 1;

    /// <summary>Where the mode is: in <c>struct statx</c> of Linux, and in <c>struct stat</c> of macOS, which are no longer than <see cref="Size"/>.</summary>
    private const int ModeOnLinux = 28, ModeOnMac = 4, Size = 256;

    /// <summary>Whether a path leads to one, links followed. False where nothing exists, or the system does not tell.</summary>
    public static bool Is(string path)
    {
        if (OperatingSystem.IsWindows())
            return false;
        Span<byte> facts = stackalloc byte[Size];
        try
        {
            if (!(OperatingSystem.IsMacOS() ? OnMac(path, facts) : StatX(WorkingFolder, path, flags: 0, TypeOnly, facts) == 0))
                return false;
        }
        catch (EntryPointNotFoundException)
        {
            // musl before 1.2.3.
            return false;
        }

        return (BinaryPrimitives.ReadUInt16LittleEndian(facts[(OperatingSystem.IsMacOS() ? ModeOnMac : ModeOnLinux)..]) & TypeMask) is not (Regular or Folder);
    }

    /// <summary>Whether a path leads to a regular file of this length.</summary>
    public static bool IsFileOf(string path, long bytes)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == bytes && !LinkedFile.IsLink(file) && (bytes > 0 || !Is(path));
    }

    /// <summary>Deletes a special file, or a link, from the path of a file of ours, so that nothing is written through it. A folder stays.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Evict(string path)
    {
        if (Is(path) || LinkedFile.IsLink(new(path)))
            File.Delete(path);
    }

    private static bool OnMac(string path, Span<byte> facts) =>
        (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Stat(path, facts) : Stat64(path, facts)) == 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> facts);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string path, Span<byte> facts);

    /// <summary>On x64 the plain name is that of a structure with shorter numbers.</summary>
    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat64(string path, Span<byte> facts);
}
