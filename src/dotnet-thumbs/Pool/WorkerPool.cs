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

    private readonly JobQueue<TJob> _queue = new();

    // Unbounded: a reader that is held up, by a paused terminal say, must not make its workers look hung.
    private readonly Channel<Settled<TJob, TResult>> _settled = Channel.CreateUnbounded<Settled<TJob, TResult>>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly Lane<TJob, TResult>[] _lanes;
    private readonly CancellationTokenSource _stopping = new();
    private readonly PeriodicTimer _watch = new(WatchInterval);
    private Task? _work;
    private long _lastId;
    private bool _disposed;

    public WorkerPool(PoolOptions options, Wire<TJob, TResult> wire)
    {
        // On Windows reading from a pipe blocks a thread; the thread pool must not hand them out one in half a second.
        ThreadPool.GetMinThreads(out var threads, out var completionThreads);
        ThreadPool.SetMinThreads(Math.Max(threads, (2 * options.Workers) + 2), completionThreads);

        var startFailures = new StartFailures();
        _lanes = new Lane<TJob, TResult>[options.Workers];
        for (var i = 0; i < _lanes.Length; i++)
            _lanes[i] = new(options, wire, _queue, startFailures, () => Interlocked.Increment(ref _lastId), _settled.Writer);
    }

    /// <summary>The jobs that workers were at when the pool was disposed of.</summary>
    public IReadOnlyList<TJob> Interrupted { get; private set; } = [];

    /// <summary>Begins to work. May be called before there is a job.</summary>
    /// <param name="warm">How many workers to start at once, whether or not there are jobs for them; the others start when there are.</param>
    public void Start(int warm)
    {
        if (_work is not null)
            return;
        _work = WorkAsync(warm);
        _ = KillWhenDoneAsync();
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
        Interrupted = [.. _lanes.Select(lane => lane.InFlight).OfType<TJob>()];
        await StopAsync();
        if (_work is not null)
            await _work;
        _watch.Dispose();
        _stopping.Dispose();
    }

    private async ValueTask StopAsync()
    {
        await _stopping.CancelAsync();
        Kill();
    }

    /// <summary>
    /// Once all is answered no worker has anything to lose. To end by itself would take it as long as an image, and one that
    /// is not ready yet would have to become so first.
    /// </summary>
    private async Task KillWhenDoneAsync()
    {
        await _queue.Done;
        Kill();
    }

    private void Kill()
    {
        foreach (var lane in _lanes)
            lane.Kill();
    }

    private async Task WorkAsync(int warm)
    {
        var watching = WatchAsync();
        var running = _lanes.Select((lane, i) => lane.RunAsync(i < warm, RevokeForIdleLaneAsync, _stopping.Token)).ToArray();
        Exception? failure = null;
        await foreach (var ended in Task.WhenEach(running))
        {
            try
            {
                await ended;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // The pool was disposed of, or broke in another lane, before its work was done.
            }
            catch (PoolBrokenException e)
            {
                failure = e;
                await StopAsync();
            }
        }

        _settled.Writer.TryComplete(failure);
        _watch.Dispose();
        await watching;
    }

    /// <summary>A job that stands in line behind a slow one is better done by a lane that has nothing to do.</summary>
    private async ValueTask RevokeForIdleLaneAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes)
        {
            if (await lane.RevokeAsync(cancellationToken))
                return;
        }
    }

    private async Task WatchAsync()
    {
        while (await _watch.WaitForNextTickAsync())
        {
            foreach (var lane in _lanes)
                lane.Watch();
        }
    }
}
