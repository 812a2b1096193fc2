using System.Diagnostics.CodeAnalysis;

namespace Thumbs.Pool;

/// <summary>A job on its way through the pool.</summary>
public sealed class QueuedJob<TJob>(TJob job, long cost)
{
    public TJob Job { get; } = job;

    /// <summary>What it is expected to cost, in any unit.</summary>
    public long Cost { get; } = cost;

    /// <summary>How many workers ended while they did it, in a way that it may have caused.</summary>
    public int Deaths { get; set; }

    /// <summary>How many were killed from outside too soon after it began for it to be the cause.</summary>
    public int OutsideKills { get; set; }

    /// <summary>Its order among those of the same cost.</summary>
    public long Number { get; set; }
}

/// <summary>
/// The jobs that no worker has yet, largest first, and the lanes that wait for one, each on its own thread. Tracks when the
/// last of all jobs is settled: until then a job may come back from a worker that died.
/// </summary>
/// <param name="mostUnread">While so many outcomes wait to be read, no job is given out: workers wait for a reader that is slower.</param>
public sealed class JobQueue<TJob>(int mostUnread = int.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<QueuedJob<TJob>, QueuedJob<TJob>> _waiting = new(LargestFirst<TJob>.Instance);
    private readonly Queue<WaitingLane<TJob>> _idleLanes = new();
    private readonly Queue<WaitingLane<TJob>> _coldLanes = new();
    private long _added;
    private long _unsettled;
    private long _unread;
    private int _startingLanes;
    private bool _closed;
    private bool _stopped;

    public void Add(TJob job, long cost)
    {
        lock (_gate)
        {
            _unsettled++;
            Enqueue(new QueuedJob<TJob>(job, cost));
        }
    }

    /// <summary>Takes back a job that a worker had not begun, or that is retried.</summary>
    public void Return(QueuedJob<TJob> job)
    {
        lock (_gate)
            Enqueue(job);
    }

    /// <summary>Records that one of the jobs added is settled.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            _unsettled--;
            _unread++;
            if (IsDone)
                ReleaseAll();
        }
    }

    /// <summary>Records that the outcome of a job was read.</summary>
    public void Read()
    {
        lock (_gate)
        {
            _unread--;
            while (HasRoom && _waiting.Count > 0 && _idleLanes.TryDequeue(out var idle))
                idle.Release(_waiting.Dequeue());
        }
    }

    /// <summary>Records that no further job will be added.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (IsDone)
                ReleaseAll();
        }
    }

    /// <summary>Stops all lanes, whatever is left.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            ReleaseAll();
        }
    }

    public bool TryTake([NotNullWhen(true)] out QueuedJob<TJob>? job)
    {
        lock (_gate)
        {
            job = null;
            return HasRoom && _waiting.TryDequeue(out job, out _);
        }
    }

    /// <summary>Takes a job, waiting until there is one.</summary>
    /// <param name="becameIdle">Is called before waiting.</param>
    /// <returns><see langword="null"/> when nothing is left to do.</returns>
    public QueuedJob<TJob>? Take(Action becameIdle)
    {
        WaitingLane<TJob> lane;
        bool isOutOfWork;
        lock (_gate)
        {
            if (TryTake(out var job) || IsOver)
                return job;
            lane = new();
            _idleLanes.Enqueue(lane);
            isOutOfWork = HasRoom;
        }

        if (isOutOfWork)
            becameIdle();
        return lane.Wait();
    }

    /// <summary>Waits until it is worth starting a worker. Takes nothing, since another lane may be ready sooner.</summary>
    public void WaitForWork()
    {
        WaitingLane<TJob> lane;
        lock (_gate)
        {
            if (_waiting.Count > 0 || IsOver)
                return;
            lane = new();
            _coldLanes.Enqueue(lane);
        }

        lane.Wait();
    }

    /// <summary>Records that a lane starts a worker, which will take a job.</summary>
    public void LaneStarts()
    {
        lock (_gate)
            _startingLanes++;
    }

    /// <summary>Records that its worker is ready, or failed to start.</summary>
    public void LaneStarted()
    {
        lock (_gate)
            _startingLanes--;
    }

    /// <summary>Records that a lane has ended for which there is no worker: the others do all the work, also those that had none yet.</summary>
    public void LaneRetired()
    {
        lock (_gate)
        {
            while (_coldLanes.TryDequeue(out var cold))
                cold.Release(job: null);
        }
    }

    /// <summary>How many lanes wait for a job that they could begin.</summary>
    public int IdleLanes
    {
        get
        {
            lock (_gate)
                return HasRoom ? _idleLanes.Count : 0;
        }
    }

    /// <summary>Whether all jobs are settled and none will be added.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate)
                return _closed && _unsettled == 0;
        }
    }

    /// <summary>Whether nothing is left to do, because all is done or because the queue was stopped.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
                return _stopped || IsDone;
        }
    }

    private bool HasRoom => _unread < mostUnread;

    /// <summary>An idle lane is handed the job itself: if it were only woken, a busy lane could take the job before it needs it.</summary>
    private void Enqueue(QueuedJob<TJob> job)
    {
        if (HasRoom && _idleLanes.TryDequeue(out var idle))
        {
            idle.Release(job);
            return;
        }

        job.Number = _added++;
        _waiting.Enqueue(job, job);

        // A worker that is starting will take a job. But where workers are being killed, whichever lane has one first may
        // get it done.
        var wanted = job.OutsideKills > 0 ? _coldLanes.Count : Math.Min(1, _waiting.Count - _startingLanes);
        while (wanted-- > 0 && _coldLanes.TryDequeue(out var cold))
            cold.Release(job: null);
    }

    private void ReleaseAll()
    {
        while (_idleLanes.TryDequeue(out var idle))
            idle.Release(job: null);
        while (_coldLanes.TryDequeue(out var cold))
            cold.Release(job: null);
    }
}
