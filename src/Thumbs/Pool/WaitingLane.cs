namespace Thumbs.Pool;

/// <summary>A lane whose thread waits for the queue.</summary>
/// <remarks>By <see cref="Monitor"/>, which does not spin: the wait takes longer than a switch of threads.</remarks>
public sealed class WaitingLane<TJob>
{
    private readonly object _gate = new();
    private QueuedJob<TJob>? _job;
    private bool _isReleased;

    /// <param name="job">To go on with, if there is one.</param>
    public void Release(QueuedJob<TJob>? job)
    {
        lock (_gate)
        {
            (_job, _isReleased) = (job, true);
            Monitor.Pulse(_gate);
        }
    }

    public QueuedJob<TJob>? Wait()
    {
        lock (_gate)
        {
            while (!_isReleased)
                Monitor.Wait(_gate);
            return _job;
        }
    }
}
