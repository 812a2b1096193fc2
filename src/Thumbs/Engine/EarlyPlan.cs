using Thumbs.Freshness;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>The plan of a run: made on another core while a long record of the output folder is read, else when it is asked for.</summary>
public sealed class EarlyPlan : IAsyncDisposable
{
    /// <summary>In bytes, some ten thousand sources: to read less takes no longer than to start a thread.</summary>
    private const long LongRecord = 4 << 20;

    private readonly Request _request;
    private readonly CancellationTokenSource _stopping;
    private readonly Task<Plan>? _making;

    /// <param name="request">What is wanted.</param>
    /// <param name="cancellation">Ends the making.</param>
    public EarlyPlan(Request request, CancellationToken cancellation)
    {
        _request = request;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var record = new FileInfo(new BookFiles(request.OutputFolder, request.Shard).State);
        if (record.Exists && record.Length > LongRecord)
            _making = Task.Run(() => Planner.Make(request, _stopping.Token), _stopping.Token);
    }

    /// <exception cref="Diagnostics.ThumbsException">The request is invalid; nothing should be done.</exception>
    public ValueTask<Plan> TakeAsync() => _making is null ? new(Planner.Make(_request, _stopping.Token)) : new(_making);

    /// <summary>Ends the making, where nobody has asked for the plan.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_making is not null)
        {
            await _stopping.CancelAsync();
            await ((Task)_making).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
    }
}
