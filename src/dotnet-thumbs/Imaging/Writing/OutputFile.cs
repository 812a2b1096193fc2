using Thumbs.Diagnostics;

namespace Thumbs.Imaging.Writing;

/// <summary>Writes a rendition, whole or not at all.</summary>
internal static class OutputFile
{
    /// <exception cref="ThumbsException">The disk is full (THUMB0303) or the file may not be written (THUMB0304).</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            try
            {
                WriteNew(path, bytes);
            }
            catch (DirectoryNotFoundException)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                WriteNew(path, bytes);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var diagnostic = IsFull(fault) ? Diagnostic.DiskFull : Diagnostic.CannotWrite;
            throw new ThumbsException(diagnostic.At(path: null, fault.Message.ReplaceLineEndings(" ")), fault);
        }
    }

    private static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
        try
        {
            RandomAccess.Write(handle, bytes, fileOffset: 0);
        }
        catch
        {
            handle.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>.NET hands on the system's own number: ENOSPC and EDQUOT, or Windows' two kinds of a full disk and its full quota.</summary>
    private static bool IsFull(Exception fault) => (fault.HResult & 0xFFFF) switch
    {
        28 => !OperatingSystem.IsWindows(),
        122 => OperatingSystem.IsLinux(),
        69 => OperatingSystem.IsMacOS(),
        39 or 112 or 1295 => OperatingSystem.IsWindows(),
        _ => false,
    };
}
