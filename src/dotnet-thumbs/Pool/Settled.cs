namespace Thumbs.Pool;

/// <summary>Why a job has no result.</summary>
internal enum FailureKind
{
    /// <summary>The worker ended while it was at the job, and so did a fresh one.</summary>
    Died,

    /// <summary>What the worker wrote was no answer.</summary>
    Garbled,

    /// <summary>The job was not done within <see cref="PoolOptions.JobTimeout"/>.</summary>
    TimedOut,

    /// <summary>The worker grew beyond <see cref="PoolOptions.MaxMemory"/>.</summary>
    OutOfMemory,
}

/// <summary>A job that could not be done.</summary>
/// <param name="Kind">In one word.</param>
/// <param name="How">For <see cref="FailureKind.Died"/>: the signal or the exit code, in words.</param>
internal sealed record Failure(FailureKind Kind, string How);

/// <summary>The end of a job: it has a result or a failure, never both, and is never heard of again.</summary>
/// <param name="Job">As it was added.</param>
/// <param name="Result">What the worker answered.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="StandardError">
/// The last lines that the worker wrote there while it was at the job; empty for none. Lines and answers come by two ways, so that
/// a line of the job next in line may be among them. A job that has brought a worker down is tried again alone, and has only its own.
/// </param>
internal sealed record Settled<TJob, TResult>(TJob Job, TResult? Result, Failure? Failure, string StandardError)
    where TJob : class
    where TResult : class;

/// <summary>No worker can be brought to work: nothing that is left in the pool will be done.</summary>
internal sealed class PoolBrokenException(string message, bool saidByWorker) : Exception(message)
{
    /// <summary>Whether the message is a worker's own word on why it cannot work, rather than how it ended.</summary>
    public bool SaidByWorker { get; } = saidByWorker;
}
