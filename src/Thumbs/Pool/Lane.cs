using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Thumbs.Pool;

/// <summary>
/// One slot of the pool: a worker process and, when that has died, the next one. Holds the job in flight and a few
/// more, so that the worker never waits for its parent.
/// </summary>
/// <remarks>
/// Has a thread of its own, which blocks on reading answers. Through the thread pool and tasks, the answer of a small image
/// cost the coordinator more than all else that it did for it.
/// </remarks>
public sealed class Lane<TJob, TResult>(
    PoolOptions options,
    Wire<TJob, TResult> wire,
    JobQueue<TJob> queue,
    WorkerStart<TJob, TResult> start,
    Func<long> nextId,
    JobEnds<TJob, TResult> ends) : IDisposable
    where TJob : class
    where TResult : class
{
    /// <summary>
    /// Jobs that a worker holds, the one in flight included. With 4, quick jobs cost the coordinator two thirds of what they cost
    /// with 2; with 8, no less.
    /// </summary>
    private const int Depth = 4;

    /// <summary>In µs of work: a job that takes longer is not taken before it can be begun, since another lane may be there first.</summary>
    private const long MostAhead = 100_000;

    private readonly Lock _killing = new();
    private readonly HeldJobs<TJob> _held = new();
    private readonly ArrayBufferWriter<byte> _orders = new(1024);
    private WorkerProcess? _worker;
    private QueuedJob<TJob>? _suspect;

    /// <summary>The last that the worker told of the job in flight.</summary>
    private TResult? _soFar;

    private long _begun;
    private volatile bool _hasEnded;
    private volatile bool _isAbandoned;

    /// <summary>The jobs that its worker was given and did not answer, and the one to be retried. To be read once the lane has ended.</summary>
    public IEnumerable<Interrupted<TJob, TResult>> Unsettled => (_suspect is null ? _held.TakeAll() : _held.TakeAll().Append(_suspect))
        .Select((queued, i) => new Interrupted<TJob, TResult>(queued.Job, i == 0 ? _soFar : null));

    /// <summary>Works until nothing is left to do in the pool.</summary>
    /// <param name="warm">Whether to start the worker before there is a job for it.</param>
    /// <param name="becameIdle">Is called where the worker has nothing to do.</param>
    /// <exception cref="PoolBrokenException">No worker can be started.</exception>
    public void Run(bool warm, Action becameIdle)
    {
        if (warm)
            EnsureWorker();
        while (!queue.IsOver && !_isAbandoned)
        {
            if (_worker is null && _suspect is null)
                queue.WaitForWork();
            if (!queue.IsOver && EnsureWorker() is { } ready)
                Work(ready, becameIdle);
        }
    }

    /// <summary>Revokes a job that the worker has not begun, if there is one, so that an idle lane can do it.</summary>
    /// <returns>Whether there was one to revoke.</returns>
    public bool Revoke()
    {
        if (_worker is not { } holder || _held.RevokeLast() is not { } id)
            return false;
        holder.Send(Encoding.UTF8.GetBytes($"{{\"id\":{id}}}\n"));
        return true;
    }

    public void Watch() => _worker?.Watch(options.MaxMemory);

    /// <summary>Kills the worker, also one that is being started. The queue has to be stopped before.</summary>
    public void Kill()
    {
        lock (_killing)
            _worker?.Kill(KillReason.None);
    }

    /// <summary>Waits for the end of the worker, which was killed before.</summary>
    public void Dispose() => _worker?.Dispose();

    /// <summary>
    /// Whether its thread waits for a worker that was killed and does not end, for a file on a server that is gone, say, or whose output is
    /// held open by a process that it started.
    /// </summary>
    public bool IsStuck => !_isAbandoned && !_hasEnded && _worker?.WasKilledBefore(options.KillTimeout) == true;

    /// <summary>Whether its work was taken over by another lane.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Settles what a stuck lane holds. Its thread ends if it ever goes on.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        var (orphans, worker) = (_held.TakeAll(), _worker);
        foreach (var waiting in orphans.Skip(1))
            queue.Return(waiting);
        if (worker is null || orphans is not [var inFlight, ..])
            return;
        var end = new WorkerEnd(worker.Killed, ExitCode: null, worker.TakeStandardError(), AtJob: default, MemoryRanOut: false);
        ends.Fail(inFlight, TakeSoFar(), end);
    }

    /// <summary>Gives back the job to be retried: this lane can start no worker.</summary>
    public void Retire()
    {
        if (_suspect is { } job)
            queue.Return(job);
        _suspect = null;
        queue.LaneRetired();
    }

    private WorkerProcess? EnsureWorker()
    {
        if (_worker is not null)
            return _worker;
        queue.LaneStarts();
        try
        {
            var started = start.Start();
            lock (_killing)
                _worker = started;
            _hasEnded = false;
            if (queue.IsOver)
                Kill();
            if (start.Greet(started))
                return started;
            HandleEnd(started);
            return null;
        }
        finally
        {
            queue.LaneStarted();
        }
    }

    /// <summary>Feeds the worker until there is nothing left for it to do, or it has died.</summary>
    private void Work(WorkerProcess ready, Action becameIdle)
    {
        // A job that may have killed a worker is sent alone: nothing is queued behind it until it is answered.
        var alone = _suspect is not null;
        if (Next(becameIdle) is not { } first)
            return;
        Assign(ready, first);
        do
        {
            while (!alone && _held.Count < Depth && queue.TryTake(out var next, MostAhead))
                Assign(ready, next);
            SendOrders(ready);
            do
            {
                if (!ReadAnswer(ready))
                {
                    HandleEnd(ready);
                    return;
                }
            }
            while (ready.HasLine);
            alone = false;
        }
        while (_held.Count > 0);
    }

    private QueuedJob<TJob>? Next(Action becameIdle)
    {
        if (_suspect is not { } again)
            return queue.Take(becameIdle);
        _suspect = null;
        return again;
    }

    private void Assign(WorkerProcess ready, QueuedJob<TJob> job)
    {
        var id = nextId();
        _held.Add(id, job);
        if (_held.Count == 1)
            ExpectAnswer(ready);
        using (var writer = new Utf8JsonWriter(_orders))
            wire.WriteOrder(writer, id, job.Job);
        _orders.Write("\n"u8);
    }

    /// <summary>Sends all orders assigned since the last call, in one write.</summary>
    private void SendOrders(WorkerProcess ready)
    {
        if (_orders.WrittenCount > 0)
        {
            ready.Send(_orders.WrittenSpan);
            _orders.ResetWrittenCount();
            _held.MarkSent();
        }

        // Lanes that became idle before these jobs were sent could not revoke them.
        while (queue.IdleLanes is > 0 and var idle && idle > _held.Revoked && Revoke())
        {
        }
    }

    /// <returns>False where no answer came, and none will.</returns>
    private bool ReadAnswer(WorkerProcess ready)
    {
        try
        {
            var answer = ready.Read(wire.ReadAnswer);
            if (answer is null)
                return false;
            if (Accept(ready, answer))
                return true;
        }
        catch (JsonException)
        {
            // Handled like an answer to no order: the worker cannot be trusted any more.
        }

        ready.Kill(KillReason.Garbled);
        return false;
    }

    private void ExpectAnswer(WorkerProcess ready)
    {
        _begun = Stopwatch.GetTimestamp();
        ready.ExpectAnswerWithin(options.JobTimeout);
    }

    /// <returns>False where the answer belongs to no order, or cannot be its result.</returns>
    private bool Accept(WorkerProcess ready, Answer<TResult> answer)
    {
        // Checked before the job is taken out: where the worker is killed, the job has to be still in flight.
        if (answer.Result is not null && _held.First is { } job && !wire.Fits(job, answer))
            return false;
        if (answer.More)
            return Note(ready, answer);
        if (_held.Take(answer.Id, answer.Result is not null) is not { } answered)
            return false;
        if (_held.Count == 0)
            ready.ExpectNothing();
        else if (answer.Result is not null)
            ExpectAnswer(ready);
        if (answer.Result is null)
        {
            queue.Return(answered);
            return true;
        }

        _soFar = null;
        ends.Settle(new(answered.Job, answer.Result, Failure: null, ready.TakeStandardError()));
        return true;
    }

    /// <summary>The job in flight is further.</summary>
    private bool Note(WorkerProcess ready, Answer<TResult> answer)
    {
        if (answer.Result is null || answer.Id is null || answer.Id != _held.FirstId || wire.Division is not { } division)
            return false;
        if (_soFar is null || division.Progress(answer.Result) > division.Progress(_soFar))
            ExpectAnswer(ready);
        _soFar = answer.Result;
        return true;
    }

    /// <summary>Waits for the end of a worker and decides what happens to the jobs that it held.</summary>
    private void HandleEnd(WorkerProcess dead)
    {
        // Killed because nothing is left to do: its jobs are not done.
        if (queue.IsOver)
            return;
        _hasEnded = true;
        var atJob = Stopwatch.GetElapsedTime(_begun);
        var exitCode = dead.WaitForExit();
        var end = new WorkerEnd(dead.Killed, exitCode, dead.TakeStandardError(), atJob, dead.MemoryRanOut);
        lock (_killing)
            _worker = null;
        _orders.ResetWrittenCount();
        var orphans = _held.TakeAll();
        dead.Dispose();
        if (!dead.IsReady)
            start.Failed(end);
        foreach (var waiting in orphans.Skip(1))
            queue.Return(waiting);
        if (orphans is [var inFlight, ..])
            _suspect = ends.OfWorker(inFlight, TakeSoFar(), end);
    }

    private TResult? TakeSoFar()
    {
        var soFar = _soFar;
        _soFar = null;
        return soFar;
    }
}
