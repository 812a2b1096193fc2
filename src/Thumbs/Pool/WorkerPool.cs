using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Thumbs.Pool;

/// <summary>
/// Child processes that jobs are divided over, whatever a job is. Add jobs, close the pool when there are no more, and read
/// the outcome of each from <see cref="Results"/>: every job added is settled exactly once, or in parts each of which is.
/// </summary>
public sealed class WorkerPool<TJob, TResult> : IAsyncDisposable
    where TJob : class
    where TResult : class
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(25);

    /// <summary>Longer than any worker is waited for, one after the other being waited for on as many threads.</summary>
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(20);

    /// <summary>Outcomes that wait to be read. A reader that is slow for a while, such as a paused terminal, does not stop the workers.</summary>
    private const int MostUnread = 256;

    private readonly JobQueue<TJob> _queue;

    // Not bounded itself: a lane that could not write would leave its worker waiting, which would look hung. The queue gives out no jobs instead.
    private readonly Channel<Settled<TJob, TResult>> _settled = Channel.CreateUnbounded<Settled<TJob, TResult>>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly Func<Lane<TJob, TResult>> _newLane;
    private readonly Lane<TJob, TResult>[] _lanes;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Timer? _watch;
    private Exception? _failure;
    private int _running;
    private int _working;
    private long _lastId;
    private bool _disposed;

    public WorkerPool(PoolOptions options, Wire<TJob, TResult> wire)
    {
        var start = new WorkerStart<TJob, TResult>(options, wire, new StartFailures(), new WorkingClock());
        _queue = new(options.Workers, MostUnread, wire.Division?.Cut);
        var ends = new JobEnds<TJob, TResult>(_queue, wire.Division, _settled.Writer);
        _newLane = () => new(options, wire, _queue, start, () => Interlocked.Increment(ref _lastId), ends);
        _lanes = new Lane<TJob, TResult>[options.Workers];
        for (var i = 0; i < _lanes.Length; i++)
            _lanes[i] = _newLane();
    }

    /// <summary>The jobs that workers had been given, and may have begun, when the pool was disposed. Empty before.</summary>
    public IReadOnlyList<Interrupted<TJob, TResult>> Interrupted { get; private set; } = [];

    /// <summary>May be called before there is a job.</summary>
    /// <param name="warm">How many workers to start at once, whether or not there are jobs for them; the others start when there are.</param>
    public void Start(int warm)
    {
        if (_watch is not null)
            return;
        if (OperatingSystem.IsWindows())
            JobObject.EndChildrenWithThisProcess();
        (_running, _working) = (_lanes.Length, _lanes.Length);
        for (var i = 0; i < _lanes.Length; i++)
            Begin(_lanes[i], i < warm);

        _watch = new(_ => Watch(), state: null, WatchInterval, WatchInterval);
    }

    /// <param name="cost">What the job is expected to cost, in µs of work: the largest is begun first, and one that is more than a worker's share is divided.</param>
    public void Add(TJob job, long cost) => _queue.Add(job, cost);

    /// <summary>Says that no further job will be added.</summary>
    public void Close() => _queue.Close();

    /// <summary>
    /// The outcomes of the jobs, in the order in which they are settled, until all are. Ends with a
    /// <see cref="PoolBrokenException"/> where no worker can be brought to work.
    /// </summary>
    public ChannelReader<Settled<TJob, TResult>> Results => field ??= new CountedReader(_settled.Reader, _queue.Read);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        Stop();
        if (_watch is null)
            return;
        try
        {
            await _ended.Task.WaitAsync(EndGrace);
        }
        catch (TimeoutException)
        {
            // A worker cannot be killed, for a file on a server that is gone, say: its thread is left behind.
        }

        // Only once the lanes have ended: until then one may take another job.
        Interrupted = [.. _lanes.SelectMany(lane => lane.Unsettled)];
        await _watch.DisposeAsync();
    }

    private void Begin(Lane<TJob, TResult> lane, bool warm) =>
        new Thread(() => Work(lane, warm)) { IsBackground = true, Name = "lane" }.Start();

    /// <summary>
    /// The thread of a lane. The first lane that ends kills the other workers: all jobs are settled then, a worker that ended by
    /// itself would take as long as an image, and one that is starting would have to become ready first.
    /// </summary>
    private void Work(Lane<TJob, TResult> lane, bool warm)
    {
        try
        {
            lane.Run(warm, RevokeForIdleLane);
        }
        catch (PoolBrokenException exception) when (!exception.SaidByWorker && Interlocked.Decrement(ref _working) > 0)
        {
            // The machine has no more for this worker: the others go on.
            lane.Retire();
            End(lane);
            return;
        }
#pragma warning disable CA1031 // An unexpected exception would end the process here; it is passed to the reader of the results.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
        }

        if (lane.IsAbandoned)
        {
            lane.Dispose();
            return;
        }

        Stop();
        if (_queue.IsDone)
            _settled.Writer.TryComplete();
        End(lane);
    }

    private void End(Lane<TJob, TResult> lane)
    {
        lane.Dispose();
        if (Interlocked.Decrement(ref _running) > 0)
            return;
        _settled.Writer.TryComplete(_failure);
        // A lane that was given up in the moment in which it ended has been replaced, and counts twice.
        _ended.TrySetResult();
    }

    private void Stop()
    {
        _queue.Stop();
        foreach (var lane in _lanes)
            lane.Kill();
    }

    /// <summary>A job that is queued behind a slow one is moved to a lane that is idle.</summary>
    private void RevokeForIdleLane()
    {
        foreach (var lane in _lanes)
        {
            if (lane.Revoke())
                return;
        }
    }

    private void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, exception, comparand: null);

    /// <summary>Goes on without a lane whose thread cannot be had back.</summary>
    private void Replace(int index)
    {
        var stuck = _lanes[index];
        _lanes[index] = _newLane();
        stuck.Abandon();
        Begin(_lanes[index], warm: false);
    }

    private void Watch()
    {
        try
        {
            for (var i = 0; i < _lanes.Length; i++)
            {
                _lanes[i].Watch();
                if (_lanes[i].IsStuck)
                    Replace(i);
            }
        }
#pragma warning disable CA1031 // As for a lane.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
            Stop();
        }
    }

    private sealed class CountedReader(ChannelReader<Settled<TJob, TResult>> reader, Action taken) : ChannelReader<Settled<TJob, TResult>>
    {
        public override bool TryRead([MaybeNullWhen(false)] out Settled<TJob, TResult> item)
        {
            var isRead = reader.TryRead(out item);
            if (isRead)
                taken();
            return isRead;
        }

        public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => reader.WaitToReadAsync(cancellationToken);
    }
}
