using Microsoft.Build.Utilities;

namespace Thumbs.Tasks;

/// <summary>
/// Deletes files that another program may have open: a virus scanner for a moment, a site that runs from the output folder for
/// as long as it runs. Windows refuses that, and refuses files that are marked read-only; other systems refuse neither.
/// </summary>
internal sealed class FileDeletion
{
    private const int SharingViolation = 32;
    private const int UserMappedFile = 1224;
    private const int FirstPause = 10;

    /// <summary>In ms. Each pause is twice the one before: 1.27 s in all.</summary>
    private const int LastPause = 640;

    private readonly object _gate = new();
    private bool _isCancelled;

    /// <summary>Ends the waiting: the last attempt counts.</summary>
    public void Cancel()
    {
        lock (_gate)
        {
            _isCancelled = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Deletes a file, if there is one; its folder exists.</summary>
    public void Delete(string path)
    {
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                MakeWritable(path);
                File.Delete(path);
                return;
            }
            catch (IOException exception) when (IsOpen(exception) && pause <= LastPause && Wait(pause))
            {
            }
        }
    }

    /// <summary>Logs why a file could not be written or deleted.</summary>
    public static void Log(TaskLoggingHelper log, string file, Exception exception)
    {
        var (code, text) = IsOpen(exception)
            ? ("THUMB0306", "Another program has the file open; close it there and build again")
            : ("THUMB0304", exception.Message);
        log.LogError(subcategory: null, code, helpKeyword: null, Help.LinkTo(code), file, 0, 0, 0, 0, "{0}", text);
    }

    /// <summary>.NET passes the Windows error code in the lower half of the HResult.</summary>
    private static bool IsOpen(Exception exception) =>
        Path.DirectorySeparatorChar == '\\' && exception is IOException && (exception.HResult & 0xFFFF) is SharingViolation or UserMappedFile;

    private static void MakeWritable(string path)
    {
        if (Path.DirectorySeparatorChar == '\\' && File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
            File.SetAttributes(path, FileAttributes.Normal);
    }

    /// <returns>Whether another attempt is worthwhile.</returns>
    private bool Wait(int pause)
    {
        lock (_gate)
        {
            if (!_isCancelled)
                Monitor.Wait(_gate, pause);
            return !_isCancelled;
        }
    }
}
