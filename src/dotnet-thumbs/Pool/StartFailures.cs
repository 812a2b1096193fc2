using System.Diagnostics;

namespace Thumbs.Pool;

/// <summary>
/// Sees to it that a pool whose workers cannot start does not try for ever: they end before they say hello, one after the
/// other, in the whole pool.
/// </summary>
internal sealed class StartFailures
{
    /// <summary>Workers that end by themselves do so for a reason, and the next one for the same.</summary>
    private const int FailuresAllowed = 2;

    /// <summary>Workers that are killed from outside say nothing about the next one, until it has gone on for too long.</summary>
    private static readonly TimeSpan KillingAllowed = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private int _failures;
    private long? _killedSince;

    /// <summary>A worker has said hello.</summary>
    public void Started()
    {
        lock (_gate)
            (_failures, _killedSince) = (0, null);
    }

    /// <exception cref="PoolBrokenException">There were too many in a row.</exception>
    public void Failed(WorkerEnd end)
    {
        lock (_gate)
        {
            if (end.Killed == KillReason.None && ProcessEnd.WasKilled(end.ExitCode))
                _killedSince ??= Stopwatch.GetTimestamp();
            else
                _failures++;
            if (_failures <= FailuresAllowed && !(_killedSince is { } since && Stopwatch.GetElapsedTime(since) > KillingAllowed))
                return;
        }

        var how = end.Killed switch
        {
            KillReason.StartTimeout => "did not say hello in time",
            KillReason.Garbled => "greeted with something that is no hello",
            _ => ProcessEnd.Describe(end.ExitCode),
        };
        throw new PoolBrokenException(end.StandardError.Length > 0 ? $"{how}: {end.StandardError}" : how, saidByWorker: false);
    }
}
