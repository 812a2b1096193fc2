namespace Thumbs.Pool;

/// <summary>The jobs that one worker holds, in the order in which it does them. Safe to use from several threads.</summary>
public sealed class HeldJobs<TJob>
    where TJob : class
{
    private readonly Lock _gate = new();
    private readonly List<HeldJob> _jobs = [];

    private sealed record HeldJob(long Id, QueuedJob<TJob> Queued)
    {
        public bool IsSent { get; set; }

        public bool Revoked { get; set; }
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _jobs.Count;
        }
    }

    /// <summary>The number of revoked jobs without an answer yet.</summary>
    public int Revoked
    {
        get
        {
            lock (_gate)
                return _jobs.Count(held => held.Revoked);
        }
    }

    /// <summary>The job that the worker is doing.</summary>
    public TJob? First
    {
        get
        {
            lock (_gate)
                return _jobs is [var first, ..] ? first.Queued.Job : null;
        }
    }

    /// <summary>The id of the job that the worker is doing.</summary>
    public long? FirstId
    {
        get
        {
            lock (_gate)
                return _jobs is [var first, ..] ? first.Id : null;
        }
    }

    public void Add(long id, QueuedJob<TJob> job)
    {
        lock (_gate)
            _jobs.Add(new(id, job));
    }

    /// <summary>Records that every job assigned so far has been sent to the worker.</summary>
    public void MarkSent()
    {
        lock (_gate)
            _jobs.ForEach(held => held.IsSent = true);
    }

    /// <summary>
    /// Marks the last job that the worker cannot have begun as revoked. A job that was not sent yet is never chosen: the worker
    /// would receive it after its revocation.
    /// </summary>
    /// <returns>Its id; <see langword="null"/> where there is none.</returns>
    public long? RevokeLast()
    {
        lock (_gate)
        {
            var last = _jobs.FindLastIndex(held => held is { IsSent: true, Revoked: false });
            if (last < 1)
                return null;
            _jobs[last].Revoked = true;
            return _jobs[last].Id;
        }
    }

    /// <summary>Takes out a job that the worker has answered.</summary>
    /// <param name="id">Of the answer.</param>
    /// <param name="isResult">Whether it is a result; else the job is given back.</param>
    /// <returns><see langword="null"/> where the answer belongs to no job held.</returns>
    public QueuedJob<TJob>? Take(long? id, bool isResult)
    {
        lock (_gate)
        {
            // Results come in order; only a job that was revoked is given back past the one in flight.
            var index = _jobs.FindIndex(held => held.Id == id);
            if (index < 0 || (isResult ? index > 0 : !_jobs[index].Revoked))
                return null;
            var job = _jobs[index].Queued;
            _jobs.RemoveAt(index);
            return job;
        }
    }

    /// <summary>Takes out all jobs, the one in flight first.</summary>
    public IReadOnlyList<QueuedJob<TJob>> TakeAll()
    {
        lock (_gate)
        {
            QueuedJob<TJob>[] all = [.. _jobs.Select(held => held.Queued)];
            _jobs.Clear();
            return all;
        }
    }
}
