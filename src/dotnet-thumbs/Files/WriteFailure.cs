using Thumbs.Diagnostics;

namespace Thumbs.Files;

/// <summary>Distinguishes a full disk and a file that is open elsewhere from the other reasons why a file cannot be written.</summary>
internal static class WriteFailure
{
    /// <summary>ENOSPC and EDQUOT of Linux, EDQUOT of macOS; .NET passes errno on as the HResult.</summary>
    private static readonly int[] UnixDiskFull = [28, 122, 69];

    /// <summary>ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL and ERROR_DISK_QUOTA_EXCEEDED.</summary>
    private static readonly int[] WindowsDiskFull = [unchecked((int)0x80070070), unchecked((int)0x80070027), unchecked((int)0x8007050F)];

    /// <summary>True for the exceptions that writing, renaming or deleting a file may throw.</summary>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The exception to report.</summary>
    /// <param name="path">What could not be written.</param>
    /// <param name="exception">One of those that <see cref="Is"/> is true for.</param>
    public static ThumbsException Of(string path, Exception exception)
    {
        if (FileInUse.Is(path, exception))
            return new(Diagnostic.OpenElsewhere.At(path, "Another program has the file open; close it there and run again"), exception);
        var diskFull = OperatingSystem.IsWindows() ? WindowsDiskFull : UnixDiskFull;
        var diagnostic = diskFull.Contains(exception.HResult) ? Diagnostic.DiskFull : Diagnostic.CannotWrite;
        return new(diagnostic.At(path, exception.Message), exception);
    }
}
