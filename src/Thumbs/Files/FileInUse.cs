namespace Thumbs.Files;

/// <summary>
/// Renames and deletes files that another program may have open. Windows refuses that while it is open: virus scanners and
/// indexers open every new file for a moment, a viewer for longer. Other systems do not refuse it, so nothing is retried there.
/// </summary>
public static class FileInUse
{
    private const int SharingViolation = 32;
    private const int LockViolation = 33;
    private const int UserMappedFile = 1224;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Each pause is twice the one before: 1.27 s in all.</summary>
    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(640);

    /// <summary>
    /// The budget of waiting for all files of this process, in ticks. A folder without write permission gives the same error, and
    /// a run of many images would otherwise wait for each of them.
    /// </summary>
    private static long _waitBudget = TimeSpan.FromSeconds(30).Ticks;

    /// <summary>Gives a file another name, in place of the file that has it, if there is one.</summary>
    /// <param name="from">Absolute.</param>
    /// <param name="to">Absolute.</param>
    /// <param name="cancellation">Ends the waiting: the last attempt counts then.</param>
    public static void Replace(string from, string to, CancellationToken cancellation) => Move(from, to, overwrite: true, cancellation);

    /// <summary>Gives a file another name.</summary>
    /// <param name="from">Absolute.</param>
    /// <param name="to">Absolute.</param>
    /// <param name="overwrite">Whether a file that has it is replaced.</param>
    /// <param name="cancellation">Ends the waiting: the last attempt counts then.</param>
    public static void Move(string from, string to, bool overwrite, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                File.Move(from, to, overwrite);
                return;
            }
            catch (Exception exception) when (MayPass(to, exception, pause))
            {
                if (!MakeWritable(to) && !Wait(pause, cancellation))
                    throw;
            }
        }
    }

    /// <summary>Deletes a file, if there is one; its folder exists.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="cancellation">Ends the waiting: the last attempt counts then.</param>
    public static void Delete(string path, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                File.Delete(path);
                return;
            }
            catch (Exception exception) when (MayPass(path, exception, pause))
            {
                if (!MakeWritable(path) && !Wait(pause, cancellation))
                    throw;
            }
        }
    }

    /// <summary>Whether a file could not be written, renamed or deleted because another program has it open.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="exception">What the attempt ended in.</param>
    public static bool Is(string path, Exception exception) =>
        OperatingSystem.IsWindows() && (IsViolation(exception) || (exception is UnauthorizedAccessException && IsOpen(path)));

    private static bool MayPass(string path, Exception exception, TimeSpan pause) =>
        OperatingSystem.IsWindows()
        && pause <= LastPause
        && (IsViolation(exception) || (exception is UnauthorizedAccessException && !Directory.Exists(path)));

    /// <summary>.NET passes the Windows error code in the lower half of the HResult.</summary>
    private static bool IsViolation(Exception exception) =>
        exception is IOException && (exception.HResult & 0xFFFF) is SharingViolation or LockViolation or UserMappedFile;

    /// <summary>Renaming over an open file fails with "access denied", like any missing permission. Opening the file tells which it is.</summary>
    private static bool IsOpen(string path)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            return false;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return IsViolation(exception);
        }
    }

    /// <summary>On Windows alone, a file marked read-only can be neither replaced nor deleted; the mark is removed.</summary>
    /// <returns>Whether it was marked.</returns>
    private static bool MakeWritable(string path)
    {
        try
        {
            var attributes = File.GetAttributes(path);
            if (!attributes.HasFlag(FileAttributes.ReadOnly))
                return false;
            File.SetAttributes(path, attributes & ~FileAttributes.ReadOnly);
            return true;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return false;
        }
    }

    /// <returns>Whether another attempt is worthwhile.</returns>
    private static bool Wait(TimeSpan pause, CancellationToken cancellation) =>
        Interlocked.Add(ref _waitBudget, -pause.Ticks) > 0 && !cancellation.WaitHandle.WaitOne(pause);
}
