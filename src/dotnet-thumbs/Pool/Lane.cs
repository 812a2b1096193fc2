using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Thumbs.Pool;

/// <summary>
/// One place in the pool: a worker process and, when that has died, the next one. Holds the job its worker is at and a few
/// more, so that the worker never waits for its parent.
/// </summary>
/// <remarks>
/// Has a thread of its own, which waits for answers in the call that reads them. Handed from the system to a pool of threads and
/// on through tasks, an answer of a small image cost the coordinator more than all that it did with it.
/// </remarks>
internal sealed class Lane<TJob, TResult>(
    PoolOptions options,
    Wire<TJob, TResult> wire,
    JobQueue<TJob> queue,
    StartFailures startFailures,
    Func<long> nextId,
    ChannelWriter<Settled<TJob, TResult>> settled) : IDisposable
    where TJob : class
    where TResult : class
{
    /// <summary>
    /// Jobs that a worker holds: one that it is at, and enough behind it for the coordinator to come to it seldom. With 4, quick
    /// jobs cost the coordinator two thirds of what they cost with 2; with 8, no less.
    /// </summary>
    private const int Depth = 4;

    private readonly Lock _killing = new();
    private readonly HeldJobs<TJob> _held = new();
    private readonly ArrayBufferWriter<byte> _orders = new(1024);
    private WorkerProcess? _worker;
    private QueuedJob<TJob>? _suspect;
    private long _begun;

    /// <summary>The jobs that its worker was given and did not answer, and the one that was to be tried again. Once it has ended.</summary>
    public IEnumerable<TJob> Unsettled => (_suspect is null ? _held.TakeAll() : _held.TakeAll().Append(_suspect)).Select(queued => queued.Job);

    /// <summary>Works until nothing is left to do in the pool.</summary>
    /// <param name="warm">Whether to start the worker before there is a job for it.</param>
    /// <param name="becameIdle">Is called where the worker has nothing to do.</param>
    /// <exception cref="PoolBrokenException">No worker can be started.</exception>
    public void Run(bool warm, Action becameIdle)
    {
        if (warm)
            EnsureWorker();
        while (!queue.IsOver)
        {
            if (_worker is null && _suspect is null)
                queue.WaitForWork();
            if (!queue.IsOver && EnsureWorker() is { } ready)
                Work(ready, becameIdle);
        }
    }

    /// <summary>Asks for the job that the worker has not begun, if there is one, so that an idle lane can do it.</summary>
    /// <returns>Whether there was one to ask for.</returns>
    public bool Revoke()
    {
        if (_worker is not { } holder || _held.RevokeLast() is not { } id)
            return false;
        holder.Send(Encoding.UTF8.GetBytes($"{{\"id\":{id}}}\n"));
        return true;
    }

    public void Watch() => _worker?.Watch(options.MaxMemory);

    /// <summary>Kills the worker, and sees to it that none is left that is only just being started. The queue is over.</summary>
    public void Kill()
    {
        lock (_killing)
            _worker?.Kill(KillReason.None);
    }

    /// <summary>Waits for the end of the worker, which was killed before.</summary>
    public void Dispose() => _worker?.Dispose();

    private WorkerProcess? EnsureWorker()
    {
        if (_worker is not null)
            return _worker;
        queue.LaneStarts();
        try
        {
            var started = Start();
            started.ExpectAnswerWithin(options.StartTimeout);
            lock (_killing)
                _worker = started;
            if (queue.IsOver)
                Kill();
            if (Greet(started))
                return started;
            Bury(started);
            return null;
        }
        finally
        {
            queue.LaneStarted();
        }
    }

    private WorkerProcess Start()
    {
        try
        {
            return WorkerProcess.Start(options.Command, options.Sandbox);
        }
        catch (Win32Exception e)
        {
            throw new PoolBrokenException($"{options.Command.FileName} cannot be started: {e.Message}", saidByWorker: false);
        }
    }

    private bool Greet(WorkerProcess started)
    {
        Answer<TResult>? hello;
        try
        {
            hello = started.Read(wire.ReadAnswer);
        }
        catch (JsonException)
        {
            started.Kill(KillReason.Garbled);
            return false;
        }

        if (hello is null)
            return false;
        if (hello.Fatal is not null)
            throw new PoolBrokenException(hello.Fatal, saidByWorker: true);
        if (hello.Protocol != WorkerProtocol.Version)
        {
            started.Kill(KillReason.Garbled);
            return false;
        }

        started.ExpectNothing();
        started.IsReady = true;
        startFailures.Started();
        return true;
    }

    /// <summary>Feeds the worker until there is nothing left for it to do, or it has died.</summary>
    private void Work(WorkerProcess ready, Action becameIdle)
    {
        // A suspect goes alone: nothing stands in line behind it until it is answered.
        var alone = _suspect is not null;
        if (Next(becameIdle) is not { } first)
            return;
        Assign(ready, first);
        do
        {
            while (!alone && _held.Count < Depth && queue.TryTake(out var next))
                Assign(ready, next);
            SendOrders(ready);
            do
            {
                if (!ReadAnswer(ready))
                {
                    Bury(ready);
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

    /// <summary>Sends all that was assigned since the last time, in one go.</summary>
    private void SendOrders(WorkerProcess ready)
    {
        if (_orders.WrittenCount == 0)
            return;
        ready.Send(_orders.WrittenSpan);
        _orders.ResetWrittenCount();
        _held.MarkSent();

        // A lane that became idle meanwhile has asked for these in vain.
        if (queue.HasIdleLane)
            Revoke();
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
            // Handled as an answer to nothing that was asked: the worker cannot be trusted any more.
        }

        ready.Kill(KillReason.Garbled);
        return false;
    }

    private void ExpectAnswer(WorkerProcess ready)
    {
        _begun = Stopwatch.GetTimestamp();
        ready.ExpectAnswerWithin(options.JobTimeout);
    }

    /// <returns>False where nobody asked for this answer, or it cannot be one.</returns>
    private bool Accept(WorkerProcess ready, Answer<TResult> answer)
    {
        // Asked before the job is taken out: it is still in flight where the worker has to go.
        if (answer.Result is { } result && _held.First is { } job && !wire.Fits(job, result))
            return false;
        if (_held.Take(answer.Id, answer.Result is not null) is not { } answered)
            return false;
        if (_held.Count == 0)
            ready.ExpectNothing();
        else if (answer.Result is not null)
            ExpectAnswer(ready);
        if (answer.Result is null)
            queue.Return(answered);
        else
            Settle(new(answered.Job, answer.Result, Failure: null, ready.TakeStandardError()));
        return true;
    }

    /// <summary>Sees a worker to its end and decides what becomes of the jobs that it held.</summary>
    private void Bury(WorkerProcess dead)
    {
        // Killed because nothing is left to do: what it held is not to be done.
        if (queue.IsOver)
            return;
        var atJob = Stopwatch.GetElapsedTime(_begun);
        var exitCode = dead.WaitForExit();
        var end = new WorkerEnd(dead.Killed, exitCode, dead.TakeStandardError(), atJob);
        lock (_killing)
            _worker = null;
        _orders.ResetWrittenCount();
        var orphans = _held.TakeAll();
        dead.Dispose();
        if (!dead.IsReady)
            startFailures.Failed(end);
        foreach (var waiting in orphans.Skip(1))
            queue.Return(waiting);
        if (orphans is [var inFlight, ..])
            Decide(inFlight, end);
    }

    private void Decide(QueuedJob<TJob> job, WorkerEnd end)
    {
        switch (Inquest.Hold(job, end))
        {
            case Fate.Again:
                queue.Return(job);
                break;
            case Fate.Alone:
                _suspect = job;
                break;
            default:
                Settle(new(job.Job, Result: null, Inquest.FailureOf(end), end.StandardError));
                break;
        }
    }

    private void Settle(Settled<TJob, TResult> end)
    {
        settled.TryWrite(end);
        queue.Settle();
    }
}
