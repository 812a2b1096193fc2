using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace Thumbs.Files;

/// <summary>Gives a file a name that no file has.</summary>
public static class NewName
{
    /// <summary>EEXIST, as in errno(3).</summary>
    private const int Exists = 17;

    /// <summary>Renames a file, unless there is one of that name; where the system can do so, no other process can come in between.</summary>
    /// <param name="from">Absolute.</param>
    /// <param name="to">Absolute; on the same disk.</param>
    /// <returns>False where there is a file, a folder or a link of that name.</returns>
    /// <exception cref="IOException">The file cannot be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be renamed.</exception>
    public static bool TryGive(string from, string to)
    {
        if (OperatingSystem.IsLinux() && Rename(from, to) is { } given)
            return given;
        if (Path.Exists(to) || new FileInfo(to).LinkTarget is not null)
            return false;
        try
        {
            File.Move(from, to);
            return true;
        }
        catch (IOException) when (File.Exists(to) && File.Exists(from))
        {
            return false; // Somebody was faster.
        }
    }

    /// <summary>renameat2(2) with RENAME_NOREPLACE.</summary>
    /// <returns>Whether it is renamed; <see langword="null"/> where the disk or the kernel cannot do so, or for reasons that <see cref="File.Move(string, string)"/> has words for.</returns>
    [SupportedOSPlatform("linux")]
    private static unsafe bool? Rename(string from, string to)
    {
        const int currentFolder = -100, noReplace = 1;
        var number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 316,
            Architecture.Arm64 => 276,
            _ => -1,
        };
        fixed (byte* old = Encoding.UTF8.GetBytes(from + '\0'), name = Encoding.UTF8.GetBytes(to + '\0'))
        {
            if (LinuxCalls.Call(number, currentFolder, (nint)old, currentFolder, (nint)name, noReplace) == 0)
                return true;
        }
        return LinuxCalls.Fault == Exists ? false : null;
    }
}
