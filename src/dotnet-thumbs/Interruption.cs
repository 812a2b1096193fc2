using System.Runtime.InteropServices;

namespace Thumbs;

/// <summary>
/// Ends this process on signals, or on their counterparts of the Windows console. The first one ends the run in order, with
/// what was done on record.
/// </summary>
internal static class Interruption
{
    /// <summary>Longer than the 5 s after which Windows ends a process whose console was closed.</summary>
    private static readonly TimeSpan LongerThanTheSystemWaits = TimeSpan.FromSeconds(30);

    private static readonly CancellationTokenSource Source = new();

    // Held until the process ends: a registration that is collected is undone.
    private static PosixSignalRegistration? _interrupt;
    private static PosixSignalRegistration? _break;
    private static PosixSignalRegistration? _hangUp;
    private static PosixSignalRegistration? _terminate;

    /// <summary>Listens from now on.</summary>
    /// <returns>Cancelled once the run is to end.</returns>
    public static CancellationToken Listen()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnKey);

        // The counterparts on Windows: Ctrl+Break, a closed window, a shutdown.
        var isWindows = OperatingSystem.IsWindows();
        if (isWindows)
            _break = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnKey);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, isWindows ? OnEndOfConsole : OnEnd);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, isWindows ? OnEndOfConsole : OnEnd);
        return Source.Token;
    }

    /// <summary>The second time, the system ends the process at once.</summary>
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

    /// <summary>Windows ends the process as soon as this returns; the run ends the process from another thread before that.</summary>
    private static void OnEndOfConsole(PosixSignalContext context)
    {
        OnEnd(context);
        using var never = new ManualResetEventSlim();
        never.Wait(LongerThanTheSystemWaits);
    }
}
