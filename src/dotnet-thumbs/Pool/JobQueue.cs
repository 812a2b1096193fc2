using System.Diagnostics.CodeAnalysis;

namespace Thumbs.Pool;

/// <summary>A job on its way through the pool.</summary>
internal sealed class QueuedJob<TJob>(TJob job, long cost)
{
    public TJob Job { get; } = job;

    /// <summary>What it is expected to cost, in any unit.</summary>
    public long Cost { get; } = cost;

    /// <summary>How many workers have ended while they were at it, in a way that may be its own fault.</summary>
    public int Deaths { get; set; }

    /// <summary>How many were killed from outside before it could have done any harm.</summary>
    public int Accidents { get; set; }
}

/// <summary>
/// The jobs that no worker has yet, largest first, and the lanes that wait for one. Knows when the last of all jobs is
/// settled: until then a job may come back from a worker that died.
/// </summary>
internal sealed class JobQueue<TJob>
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<QueuedJob<TJob>, (long NegatedCost, long Number)> _waiting = new();
    private readonly Queue<TaskCompletionSource<QueuedJob<TJob>?>> _idleLanes = new();
    private readonly Queue<TaskCompletionSource> _coldLanes = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _added;
    private long _unsettled;
    private int _startingLanes;
    private bool _closed;

    public void Add(TJob job, long cost)
    {
        lock (_gate)
        {
            _unsettled++;
            Enqueue(new QueuedJob<TJob>(job, cost));
        }
    }

    /// <summary>Takes back a job that a worker had not begun, or was killed over.</summary>
    public void Return(QueuedJob<TJob> job)
    {
        lock (_gate)
            Enqueue(job);
    }

    /// <summary>Says that one of the jobs added is done with.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _unsettled--;
            ReleaseAllWhenDone();
        }
    }

    /// <summary>Says that no further job will be added.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            ReleaseAllWhenDone();
        }
    }

    public bool TryTake([NotNullWhen(true)] out QueuedJob<TJob>? job)
    {
        lock (_gate)
            return _waiting.TryDequeue(out job, out _);
    }

    /// <summary>Takes a job, waiting until there is one.</summary>
    /// <returns><see langword="null"/> when all jobs are settled and none will be added.</returns>
    public Task<QueuedJob<TJob>?> TakeAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var job, out _) || IsDone)
                return Task.FromResult(job);
            var lane = new TaskCompletionSource<QueuedJob<TJob>?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _idleLanes.Enqueue(lane);
            return lane.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until it is worth starting a worker. Takes nothing, since another lane may be ready sooner.</summary>
    public Task WaitForWorkAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 || IsDone)
                return Task.CompletedTask;
            var lane = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _coldLanes.Enqueue(lane);
            return lane.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Says that a lane starts a worker, which will come for a job.</summary>
    public void LaneStarts()
    {
        lock (_gate)
            _startingLanes++;
    }

    /// <summary>Says that its worker is ready, or will never be.</summary>
    public void LaneStarted()
    {
        lock (_gate)
            _startingLanes--;
    }

    /// <summary>Whether a lane waits for a job.</summary>
    public bool HasIdleLane
    {
        get
        {
            lock (_gate)
                return _idleLanes.Count > 0;
        }
    }

    /// <summary>Ends when all jobs are settled and none will be added.</summary>
    public Task Done => _done.Task;

    /// <summary>Whether all jobs are settled and none will be added.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate)
                return _closed && _unsettled == 0;
        }
    }

    /// <summary>An idle lane is handed the job itself: were it only woken, a busy one could take the job ahead of need.</summary>
    private void Enqueue(QueuedJob<TJob> job)
    {
        if (_idleLanes.TryDequeue(out var idle))
        {
            idle.SetResult(job);
            return;
        }

        _waiting.Enqueue(job, (-job.Cost, _added++));

        // A worker that is on its way will do for a job. But where workers are being killed, whichever lane has one first may
        // get through with it.
        var wanted = job.Accidents > 0 ? _coldLanes.Count : Math.Min(1, _waiting.Count - _startingLanes);
        while (wanted-- > 0 && _coldLanes.TryDequeue(out var cold))
            cold.SetResult();
    }

    private void ReleaseAllWhenDone()
    {
        if (!IsDone)
            return;
        _done.TrySetResult();
        while (_idleLanes.TryDequeue(out var idle))
            idle.SetResult(null);
        while (_coldLanes.TryDequeue(out var cold))
            cold.SetResult();
    }
}
