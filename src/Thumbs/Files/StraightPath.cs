using Microsoft.Win32.SafeHandles;

namespace Thumbs.Files;

/// <summary>
/// Makes, renames and deletes files in a folder that others can write to as well. Links in their paths are not followed: one that is put
/// there between a check and a write leads nowhere, but makes the call fail.
/// </summary>
/// <remarks>
/// That is <see cref="StraightCalls"/> of Linux. Elsewhere, and with kernels before 5.6, links that were there at the check are known, and
/// later ones are not.
/// </remarks>
public static class StraightPath
{
    private static readonly bool Guards = OperatingSystem.IsLinux() && StraightCalls.IsAvailable();

    /// <summary>Makes a file that is not there yet, and its folder.</summary>
    /// <param name="path">Absolute, without links.</param>
    public static SafeFileHandle CreateNew(string path)
    {
        if (OperatingSystem.IsLinux() && Guards)
            return StraightCalls.CreateNew(path);
        try
        {
            return Create();
        }
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return Create();
        }

        SafeFileHandle Create() => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Opens a file to write to it, which is made where it is missing, and keeps others from doing the same.</summary>
    /// <param name="path">Absolute, without links.</param>
    /// <exception cref="IOException">Another process has it (<see cref="FileLock.IsHeld"/>), or it cannot be opened.</exception>
    public static FileStream Take(string path)
    {
        if (OperatingSystem.IsLinux() && Guards)
            return StraightCalls.Take(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // On Windows a virus scanner that reads is allowed; elsewhere .NET locks a file against other writers only where nothing is shared.
        return new(path, FileMode.OpenOrCreate, FileAccess.Write, OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None, bufferSize: 0);
    }

    /// <summary>Gives a file a name that no file has. Where the system can do so, no other process can come in between.</summary>
    /// <param name="from">Absolute, without links.</param>
    /// <param name="to">The same, and on the same disk; its folder is made.</param>
    /// <param name="cancellation">Ends the waiting for a file that is open elsewhere.</param>
    /// <returns>False where there is a file, a folder or a link of that name.</returns>
    public static bool TryGiveName(string from, string to, CancellationToken cancellation)
    {
        if (OperatingSystem.IsLinux() && Guards && StraightCalls.Rename(from, to, replaces: false) is { } given)
            return given;
        if (Path.Exists(to) || new FileInfo(to).LinkTarget is not null)
            return false;
        try
        {
            FileInUse.Move(from, to, overwrite: false, cancellation);
            return true;
        }
        catch (DirectoryNotFoundException) when (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            return TryGiveName(from, to, cancellation);
        }
        catch (IOException) when (File.Exists(to) && File.Exists(from))
        {
            return false; // Somebody was faster.
        }
    }

    /// <summary>Gives a file the name of another, in its place, or of a link, which is not followed.</summary>
    /// <inheritdoc cref="TryGiveName"/>
    public static void Replace(string from, string to, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || !Guards || StraightCalls.Rename(from, to, replaces: true) is null)
            FileInUse.Move(from, to, overwrite: true, cancellation);
    }

    /// <summary>Deletes a file or a link, if there is one.</summary>
    /// <param name="path">Absolute, without links above the file.</param>
    /// <param name="cancellation">Ends the waiting for a file that is open elsewhere.</param>
    public static void Delete(string path, CancellationToken cancellation)
    {
        if (OperatingSystem.IsLinux() && Guards)
            StraightCalls.Delete(path, isFolder: false);
        else
            FileInUse.Delete(path, cancellation);
    }

    /// <summary>Deletes an empty folder.</summary>
    /// <param name="path">Absolute, without links.</param>
    public static void DeleteFolder(string path)
    {
        if (OperatingSystem.IsLinux() && Guards)
            StraightCalls.Delete(path, isFolder: true);
        else
            Directory.Delete(path);
    }
}
