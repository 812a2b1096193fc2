using System.Threading.Channels;

namespace Thumbs.Pool;

/// <summary>Passes on what becomes of jobs: their ends to the reader of the results, and what is left of them to the queue.</summary>
public sealed class JobEnds<TJob, TResult>(JobQueue<TJob> queue, Division<TJob, TResult>? division, ChannelWriter<Settled<TJob, TResult>> settled)
    where TJob : class
    where TResult : class
{
    public void Settle(Settled<TJob, TResult> end)
    {
        settled.TryWrite(end);
        queue.Settle();
    }

    /// <summary>Decides what happens to the job that a worker was at when it ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="soFar">The last that the worker told of it.</param>
    /// <param name="end">Of the worker.</param>
    /// <returns>What is to be retried alone in a fresh worker; <see langword="null"/> for nothing.</returns>
    public QueuedJob<TJob>? OfWorker(QueuedJob<TJob> job, TResult? soFar, WorkerEnd end)
    {
        var left = SettleDone(job, soFar, out var remains);
        switch (RetryPolicy.Decide(left, end))
        {
            case RetryDecision.Again:
                queue.Return(left);
                return null;
            case RetryDecision.Alone:
                return left;
            default:
                Fail(left, remains, end);
                return null;
        }
    }

    /// <summary>Settles the job of a worker that is given up.</summary>
    /// <param name="job">The job.</param>
    /// <param name="soFar">The last that the worker told of it.</param>
    /// <param name="end">Of the worker.</param>
    public void Fail(QueuedJob<TJob> job, TResult? soFar, WorkerEnd end) => Fail(SettleDone(job, soFar, out var remains), remains, end);

    /// <summary>Settles what the worker has done of a job.</summary>
    /// <returns>The job with what is left.</returns>
    private QueuedJob<TJob> SettleDone(QueuedJob<TJob> job, TResult? soFar, out Remains<TJob>? remains)
    {
        remains = soFar is null ? null : division!.After(job.Job, soFar);
        if (remains?.Done is not { } done)
            return job;
        queue.Split();
        Settle(new(done, soFar, Failure: null, StandardError: ""));

        // What ended a worker before was none of what is left: it got beyond that.
        return new QueuedJob<TJob>(remains.Left, job.Cost) { Rank = job.Rank, OutsideKills = job.OutsideKills };
    }

    /// <summary>Settles what the worker was at as failed. The rest of the job is done by another.</summary>
    private void Fail(QueuedJob<TJob> job, Remains<TJob>? remains, WorkerEnd end)
    {
        if (remains?.Others is { } others)
        {
            queue.Split();
            queue.Return(new QueuedJob<TJob>(others, remains.OthersCost) { Rank = job.Rank });
        }

        Settle(new(remains?.Begun ?? job.Job, Result: null, RetryPolicy.FailureOf(end), end.StandardError));
    }
}
