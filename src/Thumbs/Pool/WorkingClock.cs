using System.Diagnostics;

namespace Thumbs.Pool;

/// <summary>
/// The time that this process was running, in <see cref="Stopwatch"/> ticks. While the machine slept, or the whole process group
/// was stopped (Ctrl+Z, SIGSTOP), no worker could work. Thread-safe.
/// </summary>
/// <param name="now">The underlying clock; that of <see cref="Stopwatch"/> where not given.</param>
public sealed class WorkingClock(Func<long>? now = null)
{
    /// <summary>It is read every 100 ms. After a longer gap than this, the process was not running.</summary>
    private static readonly long MostAtOnce = Stopwatch.Frequency / 2;

    private readonly Lock _gate = new();
    private readonly Func<long> _wall = now ?? Stopwatch.GetTimestamp;
    private long _seen = (now ?? Stopwatch.GetTimestamp)();
    private long _worked;

    /// <summary>The running time until now. To be read often.</summary>
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
