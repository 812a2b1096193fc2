namespace Thumbs.Pool;

/// <summary>How a worker came to its end.</summary>
/// <param name="Killed">Why the pool killed it, if it did.</param>
/// <param name="ExitCode">Of the process; <see langword="null"/> where it would not end.</param>
/// <param name="StandardError">The last it wrote there.</param>
/// <param name="AtJob">How long it had been at the job in flight.</param>
/// <param name="MemoryRanOut">Whether the kernel killed a process for lack of memory in its time: perhaps this one.</param>
internal sealed record WorkerEnd(KillReason Killed, int? ExitCode, string StandardError, TimeSpan AtJob, bool MemoryRanOut);

/// <summary>What becomes of the job that a worker was at when it ended.</summary>
internal enum Fate
{
    /// <summary>It is done by whichever worker comes to it.</summary>
    Again,

    /// <summary>It is tried alone in a fresh worker.</summary>
    Alone,

    /// <summary>It has failed.</summary>
    Failed,
}

/// <summary>Finds out whether a job is to blame for the end of its worker.</summary>
internal static class Inquest
{
    /// <summary>A death is the job's own fault if it happens again when the job is alone with a fresh worker.</summary>
    private const int DeathsAllowed = 1;

    /// <summary>However often workers are killed, one job must not go round for ever.</summary>
    private const int AccidentsAllowed = 10;

    /// <summary>
    /// A worker that is killed from outside sooner than this after the beginning of a job is no victim of that job, unless the
    /// kernel had no memory left: that of a small container is filled in less.
    /// </summary>
    private static readonly TimeSpan Harmless = TimeSpan.FromMilliseconds(500);

    /// <summary>Enters the death with the job and decides.</summary>
    public static Fate Hold<TJob>(QueuedJob<TJob> job, WorkerEnd end)
    {
        var isAccident = end.Killed == KillReason.TooLate
            || (end.Killed == KillReason.None && ProcessEnd.WasKilled(end.ExitCode) && end.AtJob < Harmless && !end.MemoryRanOut);
        if (isAccident && ++job.Accidents <= AccidentsAllowed)
            return Fate.Again;

        // What took too long once takes too long again.
        return end.Killed != KillReason.JobTimeout && ++job.Deaths <= DeathsAllowed ? Fate.Alone : Fate.Failed;
    }

    public static Failure FailureOf(WorkerEnd end) => end.Killed switch
    {
        KillReason.JobTimeout => new(FailureKind.TimedOut, ""),
        KillReason.Memory => new(FailureKind.OutOfMemory, ""),
        KillReason.Garbled => new(FailureKind.Garbled, ""),
        _ => new(FailureKind.Died, ProcessEnd.Describe(end.ExitCode)),
    };
}
