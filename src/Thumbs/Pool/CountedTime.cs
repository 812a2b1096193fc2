using System.ComponentModel;
using System.Diagnostics;

namespace Thumbs.Pool;

/// <summary>
/// Which time counts against a process: that in which it had a core, and that in which it waited for something else. While it
/// shares its core with others, on a busy machine, it cannot be faster.
/// </summary>
/// <param name="processorTime">What the process has used so far; <see langword="null"/> where that is not known.</param>
public sealed class CountedTime(Func<TimeSpan?> processorTime)
{
    /// <summary>The time of a process that works counts as this part at least, so that every wait has an end.</summary>
    private const double Least = 1.0 / 20;

    /// <summary>Systems count the time of a process in steps of up to 16 ms: over less than this, they tell nothing.</summary>
    private static readonly long Step = Stopwatch.Frequency;

    private long _seen = long.MinValue;
    private TimeSpan? _used;

    /// <summary>The time since the last look that does not count, in <see cref="Stopwatch"/> ticks.</summary>
    /// <param name="now">Of a clock that is never set.</param>
    /// <param name="begun">When the job began.</param>
    public long Uncounted(long now, long begun)
    {
        var isFirst = _seen < begun;
        if (!isFirst && now - _seen < Step)
            return 0;
        var (passed, before, used) = (now - _seen, _used, processorTime());
        (_seen, _used) = (now, used);
        if (isFirst || before is null || used is null || used <= before)
            return 0;
        var worked = (long)((used.Value - before.Value).TotalSeconds * Stopwatch.Frequency);
        return passed - Math.Clamp(worked, (long)(passed * Least), passed);
    }

    /// <param name="process">A child of this process.</param>
    public static CountedTime Of(Process process) => new(() =>
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended.
            return null;
        }
    });
}
