using System.Diagnostics;

namespace Thumbs.Pool;

/// <summary>
/// The time that this process was running, in <see cref="Stopwatch"/> ticks. What a machine slept, or the whole group of processes
/// was stopped (Ctrl+Z, SIGSTOP), is no time that a worker could have worked. Safe to use from several threads.
/// </summary>
/// <param name="now">The clock on the wall; that of <see cref="Stopwatch"/> where not given.</param>
internal sealed class WorkingClock(Func<long>? now = null)
{
    /// <summary>It is looked at every 100 ms. When it was not for longer than this, the process was not running.</summary>
    private static readonly long MostAtOnce = Stopwatch.Frequency / 2;

    private readonly Lock _gate = new();
    private readonly Func<long> _wall = now ?? Stopwatch.GetTimestamp;
    private long _seen = (now ?? Stopwatch.GetTimestamp)();
    private long _worked;

    /// <summary>The time until now. To be asked often.</summary>
    public long Now
    {
        get
        {
            lock (_gate)
            {
                var wall = _wall();
                _worked += Math.Min(wall - _seen, MostAtOnce);
                _seen = wall;
                return _worked;
            }
        }
    }
}
