namespace Thumbs.Pool;

/// <summary>How a worker process ended.</summary>
/// <param name="Killed">Why the pool killed it, if it did.</param>
/// <param name="ExitCode">Of the process; <see langword="null"/> where it would not end.</param>
/// <param name="StandardError">The last it wrote there.</param>
/// <param name="AtJob">How long it had worked on the job in flight.</param>
/// <param name="MemoryRanOut">Whether the kernel killed a process for lack of memory in its lifetime: perhaps this one.</param>
public sealed record WorkerEnd(KillReason Killed, int? ExitCode, string StandardError, TimeSpan AtJob, bool MemoryRanOut);

/// <summary>What happens to the job in flight when its worker ended.</summary>
public enum RetryDecision
{
    /// <summary>It goes back into the queue.</summary>
    Again,

    /// <summary>It is retried alone in a fresh worker.</summary>
    Alone,

    /// <summary>It has failed.</summary>
    Failed,
}

/// <summary>Decides whether a job caused the end of its worker.</summary>
public static class RetryPolicy
{
    /// <summary>A job is to blame if it ends a worker again when it is alone in a fresh one.</summary>
    private const int MaxDeaths = 1;

    /// <summary>A job whose workers are killed from outside is not retried for ever.</summary>
    private const int MaxOutsideKills = 10;

    /// <summary>
    /// A worker that is killed from outside sooner than this after a job began was not killed because of that job, unless the
    /// kernel ran out of memory: that of a small container fills up faster.
    /// </summary>
    private static readonly TimeSpan TooSoonToBlame = TimeSpan.FromMilliseconds(500);

    /// <summary>Counts the end of the worker against the job and decides.</summary>
    public static RetryDecision Decide<TJob>(QueuedJob<TJob> job, WorkerEnd end)
    {
        var isOutsideKill = end.Killed == KillReason.TooLate
            || (end.Killed == KillReason.None && ProcessEnd.WasKilled(end.ExitCode) && end.AtJob < TooSoonToBlame && !end.MemoryRanOut);
        if (isOutsideKill && ++job.OutsideKills <= MaxOutsideKills)
            return RetryDecision.Again;

        // A job that timed out once would time out again.
        return end.Killed != KillReason.JobTimeout && ++job.Deaths <= MaxDeaths ? RetryDecision.Alone : RetryDecision.Failed;
    }

    public static Failure FailureOf(WorkerEnd end) => end.Killed switch
    {
        KillReason.JobTimeout => new(FailureKind.TimedOut, ""),
        KillReason.Memory => new(FailureKind.OutOfMemory, ""),
        KillReason.Garbled => new(FailureKind.Garbled, ""),
        _ => new(FailureKind.Died, ProcessEnd.Describe(end.ExitCode)),
    };
}
