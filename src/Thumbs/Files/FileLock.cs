using System.Diagnostics;

namespace Thumbs.Files;

/// <summary>Files that are opened so that nobody else can open them: the only lock that all systems have and that ends with its process.</summary>
public static class FileLock
{
    private const int SharingViolation = 32;

    /// <summary>EWOULDBLOCK of Linux and of macOS; .NET passes errno on as the HResult.</summary>
    private const int WouldBlock = 11, WouldBlockOnMac = 35;

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(25);

    /// <summary>A longer wait is reported.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>Whether a file could not be opened because another process has it, and for no other reason: waiting for anything else would not end.</summary>
    public static bool IsHeld(Exception exception) =>
        exception is IOException && (exception.HResult & 0xFFFF) == (OperatingSystem.IsWindows() ? SharingViolation : OperatingSystem.IsMacOS() ? WouldBlockOnMac : WouldBlock);

    /// <summary>Takes a file, which is made where there is none.</summary>
    /// <returns><see langword="null"/> where another process has it.</returns>
    /// <exception cref="IOException">It cannot be opened for another reason.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static FileStream? TryTake(string path)
    {
        try
        {
            SpecialFile.Evict(path);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (IsHeld(exception))
        {
            return null;
        }
    }

    /// <summary>Tries again until others have released it.</summary>
    /// <param name="tryTake">Gives it, or <see langword="null"/>.</param>
    /// <param name="limit">The longest wait.</param>
    /// <param name="waits">Called once, when it takes long.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns><see langword="null"/> at the limit.</returns>
    public static async Task<T?> WaitAsync<T>(Func<T?> tryTake, TimeSpan limit, Action waits, CancellationToken cancellation)
        where T : class
    {
        var began = Stopwatch.GetTimestamp();
        var isTold = false;
        while (true)
        {
            if (tryTake() is { } taken)
                return taken;
            var waited = Stopwatch.GetElapsedTime(began);
            if (waited > limit)
                return null;
            if (waited > Silence && !isTold)
                waits();
            isTold = waited > Silence;
            await Task.Delay(Retry, cancellation);
        }
    }
}
