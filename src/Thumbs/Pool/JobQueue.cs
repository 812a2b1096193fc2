using System.Diagnostics.CodeAnalysis;

namespace Thumbs.Pool;

/// <summary>A job on its way through the pool.</summary>
public sealed class QueuedJob<TJob>(TJob job, long cost)
{
    public TJob Job { get; } = job;

    /// <summary>What it is expected to cost, in µs of work.</summary>
    public long Cost { get; } = cost;

    /// <summary>The cost of the job that it is a part of: what is begun is finished first.</summary>
    public long Rank { get; init; } = cost;

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
/// <remarks>
/// A lane is given at most its share of all the work that waits, so that the parts become smaller towards the end (guided
/// self-scheduling: Polychronopoulos and Kuck, 1987).
/// </remarks>
/// <param name="lanes">The number of them.</param>
/// <param name="mostUnread">While so many outcomes wait to be read, no job is given out: workers wait for a reader that is slower.</param>
/// <param name="cut">See <see cref="Division{TJob, TResult}.Cut"/>; <see langword="null"/> where no job is divided.</param>
public sealed class JobQueue<TJob>(int lanes, int mostUnread = int.MaxValue, Func<TJob, long, Portion<TJob>?>? cut = null)
{
    /// <summary>In µs of work: what costs less is not divided.</summary>
    private const long LeastShare = 100_000;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<QueuedJob<TJob>, QueuedJob<TJob>> _waiting = new(LargestFirst<TJob>.Instance);
    private readonly Queue<WaitingLane<TJob>> _idleLanes = new();
    private readonly Queue<WaitingLane<TJob>> _coldLanes = new();
    private long _added;
    private long _waitingCost;
    private int _lanes = lanes;
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

    /// <summary>Records that a job is settled in two parts.</summary>
    public void Split()
    {
        lock (_gate)
            _unsettled++;
    }

    /// <summary>Records that one of the jobs added, or a part of one, is settled.</summary>
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
                idle.Release(Dequeue());
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

    /// <summary>Takes a job, if there is one.</summary>
    /// <param name="job">The job.</param>
    /// <param name="most">Jobs that cost more are left to lanes that begin them at once; in µs of work.</param>
    public bool TryTake([NotNullWhen(true)] out QueuedJob<TJob>? job, long most = long.MaxValue)
    {
        lock (_gate)
        {
            job = HasRoom && _waiting.TryPeek(out var first, out _) && first.Cost <= most ? Dequeue() : null;
            return job is not null;
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
            _lanes--;
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
            idle.Release(Share(job));
            return;
        }

        job.Number = _added++;
        _waitingCost += job.Cost;
        _waiting.Enqueue(job, job);

        // A worker that is starting will take a job. But where workers are being killed, whichever lane has one first may
        // get it done.
        var wanted = job.OutsideKills > 0 ? _coldLanes.Count : Math.Min(1, _waiting.Count - _startingLanes);
        while (wanted-- > 0 && _coldLanes.TryDequeue(out var cold))
            cold.Release(job: null);
    }

    private QueuedJob<TJob> Dequeue()
    {
        var job = _waiting.Dequeue();
        _waitingCost -= job.Cost;
        return Share(job);
    }

    /// <summary>What of a job one lane is given; the rest waits for the others. A job that may have ended a worker stays whole.</summary>
    private QueuedJob<TJob> Share(QueuedJob<TJob> job)
    {
        var share = Math.Max(LeastShare, (_waitingCost + job.Cost) / Math.Max(1, _lanes));
        if (job.Deaths > 0 || job.Cost <= share + (share / 4) || cut?.Invoke(job.Job, share) is not { } portion)
            return job;
        _unsettled++;
        Enqueue(new QueuedJob<TJob>(portion.Rest, portion.RestCost) { Rank = job.Rank });
        return new QueuedJob<TJob>(portion.Part, portion.PartCost) { Rank = job.Rank };
    }

    private void ReleaseAll()
    {
        while (_idleLanes.TryDequeue(out var idle))
            idle.Release(job: null);
        while (_coldLanes.TryDequeue(out var cold))
            cold.Release(job: null);
    }
}
