using System.Runtime.InteropServices;

namespace Thumbs;

/// <summary>
/// The wish of the user or of the system that this process ends: signals, or what the console of Windows says in their place. The first
/// one ends the run in order, with what was done on record.
/// </summary>
internal static class Interruption
{
    /// <summary>Longer than the 5 s that Windows leaves a process whose console was closed.</summary>
    private static readonly TimeSpan LongerThanTheSystemWaits = TimeSpan.FromSeconds(30);

    private static readonly CancellationTokenSource Source = new();

    // Held until the process ends: one that nobody holds is undone.
    private static PosixSignalRegistration? _interrupt;
    private static PosixSignalRegistration? _break;
    private static PosixSignalRegistration? _hangUp;
    private static PosixSignalRegistration? _terminate;

    /// <summary>Listens from now on.</summary>
    /// <returns>Cancelled once the run is to end.</returns>
    public static CancellationToken Listen()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnKey);

        // The console of Windows has other words for these: Ctrl+Break, a window that is closed, a machine that is shut down.
        var isWindows = OperatingSystem.IsWindows();
        if (isWindows)
            _break = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnKey);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, isWindows ? OnEndOfConsole : OnEnd);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, isWindows ? OnEndOfConsole : OnEnd);
        return Source.Token;
    }

    /// <summary>Whoever asks a second time does not want to wait: the system then ends the process as if nobody listened.</summary>
    private static void OnKey(PosixSignalContext context)
    {
        context.Cancel = !Source.IsCancellationRequested;
        Source.Cancel();
    }

    private static void OnEnd(PosixSignalContext context)
    {
        context.Cancel = true;
        Source.Cancel();
    }

    /// <summary>Windows ends the process as soon as this returns; the end of the run comes before, on another thread, and ends the process too.</summary>
    private static void OnEndOfConsole(PosixSignalContext context)
    {
        OnEnd(context);
        using var never = new ManualResetEventSlim();
        never.Wait(LongerThanTheSystemWaits);
    }
}
