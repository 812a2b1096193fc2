using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Thumbs.Files;

/// <summary>A folder with a known name where everybody may make one, as in <c>/tmp</c>: it is used only if no other user can write to it.</summary>
public static class PrivateFolder
{
    private const UnixFileMode OfUser = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it, or checks that the existing one is private.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="UnauthorizedAccessException">It belongs to another user, is a link, or others may write to it.</exception>
    public static void Ensure(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // The folder for temporary files is the user's own there.
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OfUser);
        if (new DirectoryInfo(path).LinkTarget is not null
            || (File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != UnixFileMode.None
            || !IsOwned(path))
            throw new UnauthorizedAccessException($"{path} belongs to somebody else, or others can write to it.");
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsOwned(string path)
    {
        if (OperatingSystem.IsLinux())
            return OwnerOf(path) == LinuxCalls.User();

        // Elsewhere the folder for temporary files is the user's own too, unless told otherwise. Nobody but the owner may do this.
        File.SetUnixFileMode(path, OfUser);
        return true;
    }

    /// <summary>statx(2), of the path itself and not of what it leads to; <see langword="null"/> where that is not known.</summary>
    [SupportedOSPlatform("linux")]
    private static unsafe uint? OwnerOf(string path)
    {
        const int currentFolder = -100, noFollow = 0x100, owner = 8, ownerAt = 20;
        var number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 332,
            Architecture.Arm64 => 291,
            _ => -1,
        };
        Span<byte> facts = stackalloc byte[256];
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'), buffer = facts)
        {
            return LinuxCalls.Call(number, currentFolder, (nint)name, noFollow, owner, (nint)buffer) == 0
                ? BinaryPrimitives.ReadUInt32LittleEndian(facts[ownerAt..])
                : null;
        }
    }
}
