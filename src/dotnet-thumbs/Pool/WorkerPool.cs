using System.Threading.Channels;

namespace Thumbs.Pool;

/// <summary>
/// A number of child processes that jobs are divided over. It has no opinion about what a job is. Add jobs, say when there
/// are no more, and read what came of each from <see cref="Results"/>: every job added is settled exactly once.
/// </summary>
internal sealed class WorkerPool<TJob, TResult> : IAsyncDisposable
    where TJob : class
    where TResult : class
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than any worker is waited for, one after the other being waited for on as many threads.</summary>
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(20);

    private readonly JobQueue<TJob> _queue = new();

    // Unbounded: a reader that is held up, by a paused terminal say, must not make its workers look hung.
    private readonly Channel<Settled<TJob, TResult>> _settled = Channel.CreateUnbounded<Settled<TJob, TResult>>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly Lane<TJob, TResult>[] _lanes;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Timer? _watch;
    private Exception? _failure;
    private int _running;
    private long _lastId;
    private bool _disposed;

    public WorkerPool(PoolOptions options, Wire<TJob, TResult> wire)
    {
        var startFailures = new StartFailures();
        var clock = new WorkingClock();
        _lanes = new Lane<TJob, TResult>[options.Workers];
        for (var i = 0; i < _lanes.Length; i++)
            _lanes[i] = new(options, wire, _queue, startFailures, clock, () => Interlocked.Increment(ref _lastId), _settled.Writer);
    }

    /// <summary>The jobs that workers had been given, and may have begun, when the pool was disposed of. Known once it is.</summary>
    public IReadOnlyList<TJob> Interrupted { get; private set; } = [];

    /// <summary>Begins to work. May be called before there is a job.</summary>
    /// <param name="warm">How many workers to start at once, whether or not there are jobs for them; the others start when there are.</param>
    public void Start(int warm)
    {
        if (_watch is not null)
            return;
        if (OperatingSystem.IsWindows())
            JobObject.EndChildrenWithThisProcess();
        _running = _lanes.Length;
        for (var i = 0; i < _lanes.Length; i++)
        {
            var (lane, isWarm) = (_lanes[i], i < warm);
            new Thread(() => Work(lane, isWarm)) { IsBackground = true, Name = "lane" }.Start();
        }

        _watch = new(_ => Watch(), state: null, WatchInterval, WatchInterval);
    }

    /// <param name="cost">What the job is expected to cost, in any unit: the largest is begun first.</param>
    public void Add(TJob job, long cost) => _queue.Add(job, cost);

    /// <summary>Says that no further job will be added.</summary>
    public void Close() => _queue.Close();

    /// <summary>
    /// What comes of the jobs, in the order in which they are settled, until all are. Ends with a
    /// <see cref="PoolBrokenException"/> where no worker can be brought to work.
    /// </summary>
    public ChannelReader<Settled<TJob, TResult>> Results => _settled.Reader;

    /// <summary>Ends every worker, whatever it is at.</summary>
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

        // Not before: until its end a lane may have gone on to another job.
        Interrupted = [.. _lanes.SelectMany(lane => lane.Unsettled)];
        await _watch.DisposeAsync();
    }

    /// <summary>
    /// The thread of a lane. The first that comes to its end ends the others: once all is answered no worker has anything to
    /// lose, to end by itself would take it as long as an image, and one that is not ready yet would have to become so first.
    /// </summary>
    private void Work(Lane<TJob, TResult> lane, bool warm)
    {
        try
        {
            lane.Run(warm, RevokeForIdleLane);
        }
#pragma warning disable CA1031 // An exception that nobody foresaw would end the process here; whoever reads the results meets it there.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, exception, comparand: null);
        }

        Stop();
        if (_queue.IsDone)
            _settled.Writer.TryComplete();
        lane.Dispose();
        if (Interlocked.Decrement(ref _running) > 0)
            return;
        _settled.Writer.TryComplete(_failure);
        _ended.SetResult();
    }

    private void Stop()
    {
        _queue.Stop();
        foreach (var lane in _lanes)
            lane.Kill();
    }

    /// <summary>A job that stands in line behind a slow one is better done by a lane that has nothing to do.</summary>
    private void RevokeForIdleLane()
    {
        foreach (var lane in _lanes)
        {
            if (lane.Revoke())
                return;
        }
    }

    private void Watch()
    {
        foreach (var lane in _lanes)
            lane.Watch();
    }
}
