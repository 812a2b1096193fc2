using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

namespace Thumbs.Files;

/// <summary>Path particulars of Windows: one file has many paths, and some prefixes mean nothing.</summary>
public static partial class WindowsPath
{
    /// <summary>FILE_FLAG_BACKUP_SEMANTICS: without it only files are opened, no folders.</summary>
    private const uint FoldersToo = 0x02000000;

    private const uint OpenExisting = 3;
    private const uint ShareAll = 7;

    /// <summary><c>CreateFile</c> takes a path up to this many characters without a prefix, whatever the system is set to.</summary>
    private const int MostWithoutPrefix = 240;

    /// <summary>A path that a user gave: on Windows without the prefix <c>\\?\</c>, which .NET never needs and which would make a second path of the same file.</summary>
    public static string Usual(string path) => OperatingSystem.IsWindows() ? WithoutPrefix(path) : path;

    /// <summary><c>\\?\C:\a</c> and <c>\\.\C:\a</c> become <c>C:\a</c>, <c>\\?\UNC\server\share</c> becomes <c>\\server\share</c>. Paths of other devices are kept.</summary>
    public static string WithoutPrefix(string path)
    {
        if (!(path is [var first, var second, '?' or '.', var third, .. var rest] && IsSeparator(first) && IsSeparator(second) && IsSeparator(third)))
            return path;
        if (rest.StartsWith("UNC", StringComparison.OrdinalIgnoreCase) && rest.Length > 3 && IsSeparator(rest[3]))
            return $@"\\{rest[4..]}";
        return rest is [var drive, ':', var root, ..] && char.IsAsciiLetter(drive) && IsSeparator(root) ? rest : path;
    }

    /// <summary>The final path of an existing file as Windows has it: links followed, short names long, letters as on the disk.</summary>
    /// <param name="path">Absolute.</param>
    /// <returns><see langword="null"/> where nothing exists there, or the file system does not say.</returns>
    [SupportedOSPlatform("windows")]
    public static string? Final(string path)
    {
        using var handle = CreateFile(WithPrefix(path), access: 0, ShareAll, security: 0, OpenExisting, FoldersToo, template: 0);
        if (handle.IsInvalid)
            return null;
        var buffer = new char[512];
        var length = GetFinalPathNameByHandle(handle, buffer, (uint)buffer.Length, flags: 0);
        if (length > buffer.Length)
        {
            buffer = new char[length];
            length = GetFinalPathNameByHandle(handle, buffer, (uint)buffer.Length, flags: 0);
        }

        return length == 0 || length > buffer.Length ? null : WithoutPrefix(new(buffer, 0, (int)length));
    }

    private static string WithPrefix(string path) => path switch
    {
        { Length: <= MostWithoutPrefix } or ['\\', '\\', '?' or '.', ..] => path,
        ['\\', '\\', .. var share] => $@"\\?\UNC\{share}",
        _ => $@"\\?\{path}",
    };

    private static bool IsSeparator(char letter) => letter is '\\' or '/';

    [LibraryImport("kernel32.dll", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeFileHandle CreateFile(
        string path, uint access, uint share, nint security, uint disposition, uint flags, nint template);

    [LibraryImport("kernel32.dll", EntryPoint = "GetFinalPathNameByHandleW", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetFinalPathNameByHandle(SafeFileHandle file, [Out] char[] path, uint length, uint flags);
}
