namespace Thumbs.Pool;

/// <summary>
/// A line to a worker: a job, or the revocation of one that it was given but has not begun.
/// </summary>
/// <param name="Id">Of the job; counts up from 1 over the whole pool, and is another one when a job is sent again.</param>
/// <param name="Job">The job, or <see langword="null"/> where it is revoked.</param>
public sealed record Order<TJob>(long Id, TJob? Job)
    where TJob : class;

/// <summary>
/// A line from a worker: first a hello, with <see cref="Protocol"/> set; then one answer per order, in the order in which
/// the jobs were done, and before it as many that say how far the job is.
/// </summary>
/// <param name="Protocol">The version of this protocol, in the hello only.</param>
/// <param name="Fatal">In the hello: why this worker cannot work, and no other would.</param>
/// <param name="Id">Of the job that is answered.</param>
/// <param name="Result"><see langword="null"/> where the job is given back undone.</param>
/// <param name="More">Whether the job goes on: the result is what there is of it so far.</param>
public sealed record Answer<TResult>(int? Protocol, string? Fatal, long? Id, TResult? Result, bool More = false)
    where TResult : class;

/// <summary>The protocol between the pool and its workers: JSON lines in UTF-8 over the worker's standard input and output.</summary>
public static class WorkerProtocol
{
    /// <summary>The version that this pool speaks; a worker that greets with another one is not used.</summary>
    public const int Version = 4;
}
