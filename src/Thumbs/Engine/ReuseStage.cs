using System.Threading.Channels;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>A job of which renditions are still missing after copying.</summary>
/// <param name="Job">The job.</param>
/// <param name="Verdict">What of it is up to date now.</param>
/// <param name="Fault">Why its source cannot be read, where a worker would wait for it in vain.</param>
public sealed record ReusedJob(Job Job, Verdict Verdict, Problem? Fault = null);

/// <summary>Copies renditions that were made before, several jobs at a time: each reads its source and waits for the disk.</summary>
/// <param name="ledger">Finds what was made before.</param>
/// <param name="lanes">How many jobs at a time.</param>
public sealed class ReuseStage(Ledger ledger, int lanes) : IAsyncDisposable
{
    /// <summary>The jobs at a time where most of the time is spent waiting for a server.</summary>
    public const int LanesOverNetwork = 16;

    /// <summary>Queued jobs. Bounded, so that the plan is read no faster than it is carried out.</summary>
    private const int Line = 256;

    private readonly Channel<ReusedJob> _jobs = Channel.CreateBounded<ReusedJob>(Line);
    private readonly Channel<ReusedJob> _copied = Channel.CreateUnbounded<ReusedJob>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private Task? _work;
    private bool _isDisposed;

    /// <summary>Queues a job, as soon as there is room.</summary>
    /// <exception cref="ThumbsException">Nothing can be copied or made any more.</exception>
    public ValueTask AddAsync(Job job, Verdict verdict, CancellationToken cancellation)
    {
        _work ??= RunAsync();
        return _jobs.Writer.TryWrite(new(job, verdict)) ? ValueTask.CompletedTask : AddWhenThereIsRoomAsync(job, verdict, cancellation);
    }

    /// <summary>Says that no further job will be added.</summary>
    public void Close()
    {
        _jobs.Writer.TryComplete();
        if (_work is null)
            _copied.Writer.TryComplete();
    }

    /// <summary>A finished job, if there is one.</summary>
    public bool TryTake(out ReusedJob? copied) => _copied.Reader.TryRead(out copied);

    /// <summary>The other jobs, as they finish.</summary>
    /// <exception cref="ThumbsException">Nothing can be copied or made any more.</exception>
    public IAsyncEnumerable<ReusedJob> TakeAllAsync(CancellationToken cancellation) => _copied.Reader.ReadAllAsync(cancellation);

    /// <summary>Cancels all copying.</summary>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return ValueTask.CompletedTask;
        _isDisposed = true;
        if (_work is not null)
            return EndAsync(_work);
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask EndAsync(Task work)
    {
        await _stopping.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async ValueTask AddWhenThereIsRoomAsync(Job job, Verdict verdict, CancellationToken cancellation)
    {
        try
        {
            await _jobs.Writer.WriteAsync(new(job, verdict), cancellation);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is ThumbsException fault)
        {
            throw new ThumbsException(fault.Problem, closed);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(Enumerable.Range(0, lanes).Select(_ => Task.Run(WorkAsync, _stopping.Token)));
            _copied.Writer.Complete();
        }
        catch (Exception exception)
        {
            _copied.Writer.Complete(exception);
            throw;
        }
    }

    private async ValueTask<ReusedJob> ReuseAsync(Job job, Verdict verdict)
    {
        try
        {
            return new(job, await ledger.ReuseAsync(job, verdict, _stopping.Token));
        }
        catch (ReadAbandonedException lost)
        {
            return new(job, verdict, Diagnostic.UnreadableFile.At(job.Source.Name, lost.Message));
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var (job, verdict, _) in _jobs.Reader.ReadAllAsync(_stopping.Token))
                _copied.Writer.TryWrite(await ReuseAsync(job, verdict));
        }
        catch (Exception exception)
        {
            // Writers must not wait for room in a queue that is not read any more.
            _jobs.Writer.TryComplete(exception);
            throw;
        }
    }
}
