using System.Diagnostics;

using Thumbs.Diagnostics;

namespace Thumbs.Pool;

/// <summary>
/// Gives up when workers of the pool end before their hello, one after the other.
/// </summary>
public sealed class StartFailures
{
    /// <summary>A worker that ends by itself has a reason, and the next one has the same.</summary>
    private const int FailuresAllowed = 2;

    /// <summary>A worker that is killed from outside says nothing about the next one; the pool goes on trying for this long.</summary>
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
        throw new PoolBrokenException(end.StandardError.Length > 0 ? $"{how}: {end.StandardError}" : how, saidByWorker: false, MachineLimit.NameIn(end.StandardError));
    }
}
