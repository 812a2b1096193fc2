using Thumbs.Diagnostics;

namespace Thumbs.Files;

/// <summary>Distinguishes a full disk and a file that is open elsewhere from the other reasons why a file cannot be written.</summary>
public static class WriteFailure
{
    /// <summary>True for the exceptions that writing, renaming or deleting a file may throw.</summary>
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The exception to report.</summary>
    /// <param name="path">What could not be written.</param>
    /// <param name="exception">One of those that <see cref="Is"/> is true for.</param>
    public static ThumbsException Of(string path, Exception exception)
    {
        if (exception is ForeignFileException)
            return new(Diagnostic.NotOurs.At(path, "A file that was not made here, or that was changed since, stands there: move it away, or have it written over with --overwrite (ThumbnailsOverwrite in a project)"), exception);
        if (FileInUse.Is(path, exception))
            return new(Diagnostic.OpenElsewhere.At(path, "Another program has the file open; close it there and run again"), exception);
        if (MachineLimit.NameOf(exception) is { } limit)
            return new(Diagnostic.LimitReached.At(path, $"There are no more {limit} for this process: {exception.Message}"), exception);
        return new(DiagnosticOf(exception).At(path, exception.Message), exception);
    }

    /// <summary>Whether the disk is full, or the file cannot be written for another reason.</summary>
    public static Diagnostic DiagnosticOf(Exception exception) => IsDiskFull(exception) ? Diagnostic.DiskFull : Diagnostic.CannotWrite;

    /// <summary>
    /// .NET passes errno, or the Windows error in the lower half, as the HResult: ENOSPC (28) and EDQUOT (122 on Linux, 69 on macOS);
    /// ERROR_HANDLE_DISK_FULL (39), ERROR_DISK_FULL (112) and ERROR_DISK_QUOTA_EXCEEDED (1295).
    /// </summary>
    private static bool IsDiskFull(Exception exception) => (exception.HResult & 0xFFFF) switch
    {
        28 => !OperatingSystem.IsWindows(),
        122 => OperatingSystem.IsLinux(),
        69 => OperatingSystem.IsMacOS(),
        39 or 112 or 1295 => OperatingSystem.IsWindows(),
        _ => false,
    };
}
