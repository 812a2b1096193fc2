namespace Thumbs.Pool;

/// <summary>Why a job has no result.</summary>
public enum FailureKind
{
    /// <summary>The worker ended while it was at the job, and so did a fresh one.</summary>
    Died,

    /// <summary>What the worker wrote was not a valid answer.</summary>
    Garbled,

    /// <summary>The job was not done within <see cref="PoolOptions.JobTimeout"/>.</summary>
    TimedOut,

    /// <summary>The worker grew beyond <see cref="PoolOptions.MaxMemory"/>.</summary>
    OutOfMemory,
}

/// <summary>A job that could not be done.</summary>
/// <param name="How">For <see cref="FailureKind.Died"/>: the signal or the exit code, in words.</param>
public sealed record Failure(FailureKind Kind, string How);

/// <summary>The end of a job: a result or a failure, never both.</summary>
/// <param name="Job">As it was added, or a part of it.</param>
/// <param name="Result">What the worker answered.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="StandardError">
/// The last lines that the worker wrote there during the job; empty for none. Standard error and answers are separate streams,
/// so a line of the next job may be among them. A job that is retried alone has only its own.
/// </param>
public sealed record Settled<TJob, TResult>(TJob Job, TResult? Result, Failure? Failure, string StandardError)
    where TJob : class
    where TResult : class;

/// <summary>A job that was not settled.</summary>
/// <param name="Job">As it was added, or a part of it.</param>
/// <param name="SoFar">The last that its worker told of it; <see langword="null"/> for nothing.</param>
public sealed record Interrupted<TJob, TResult>(TJob Job, TResult? SoFar)
    where TJob : class
    where TResult : class;

/// <summary>No worker can be started: nothing that is left in the pool will be done.</summary>
/// <param name="message">The end of "the last one …", or what the worker said itself.</param>
/// <param name="saidByWorker">See <see cref="SaidByWorker"/>.</param>
/// <param name="limit">See <see cref="Limit"/>.</param>
public sealed class PoolBrokenException(string message, bool saidByWorker, string? limit = null) : Exception(message)
{
    /// <summary>What the system has no more of, where that is the reason.</summary>
    public string? Limit { get; } = limit;

    /// <summary>Whether a worker sent the message itself, rather than ended without one.</summary>
    public bool SaidByWorker { get; } = saidByWorker;
}
