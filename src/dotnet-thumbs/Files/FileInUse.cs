namespace Thumbs.Files;

/// <summary>
/// Renames and deletes files that another program may have open. Windows refuses that for as long as it has: a virus scanner or
/// an indexer looks at every new file for a moment, a viewer keeps it. Other systems do not refuse it, and nothing waits there.
/// </summary>
internal static class FileInUse
{
    private const int SharingViolation = 32;
    private const int LockViolation = 33;
    private const int UserMappedFile = 1224;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Each pause is twice the one before: 1.27 s in all.</summary>
    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(640);

    /// <summary>
    /// What a process waits in all, in ticks. A folder that may not be written refuses in the same words, and a run of many
    /// images would wait for each of them.
    /// </summary>
    private static long _patience = TimeSpan.FromSeconds(30).Ticks;

    /// <summary>Gives a file another name, in place of the file that has it, if there is one.</summary>
    /// <param name="from">Absolute.</param>
    /// <param name="to">Absolute.</param>
    /// <param name="cancellation">Ends the waiting: the last attempt counts then.</param>
    public static void Replace(string from, string to, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                File.Move(from, to, overwrite: true);
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

    /// <summary>.NET hands Windows' own number on in the lower half of the HResult.</summary>
    private static bool IsViolation(Exception exception) =>
        exception is IOException && (exception.HResult & 0xFFFF) is SharingViolation or LockViolation or UserMappedFile;

    /// <summary>To rename over an open file is an access denied, like all else that is not permitted. To open it alone tells which of both.</summary>
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

    /// <summary>A file that is marked as read-only can be replaced and deleted everywhere but on Windows: what is ours to delete is so there too.</summary>
    /// <returns>Whether that was in the way.</returns>
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

    /// <returns>Whether it is worth another attempt.</returns>
    private static bool Wait(TimeSpan pause, CancellationToken cancellation) =>
        Interlocked.Add(ref _patience, -pause.Ticks) > 0 && !cancellation.WaitHandle.WaitOne(pause);
}
