using Thumbs.Caching;
using Thumbs.Caching.Remote;
using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>The cache of a run, where it has one, from its opening to the upload and the trimming at the end.</summary>
/// <param name="request">What is wanted.</param>
public sealed class RunCache(Request request) : IAsyncDisposable
{
    /// <summary><see langword="null"/> where the run has none.</summary>
    public ContentCache? Content { get; } = request.CacheFolder is { } folder ? new(new CacheFolder(folder), RemoteCacheSettings.Of(request)) : null;

    /// <summary>Queues what was kept for the upload; waits only while the queue is full.</summary>
    public ValueTask SendAsync(CancellationToken cancellation) => Content?.SendAsync(cancellation) ?? ValueTask.CompletedTask;

    /// <summary>Finishes the upload and trims the cache.</summary>
    /// <param name="isCut">Whether the run was cancelled: then it does not wait for the upload.</param>
    /// <param name="cancellation">Ends the upload.</param>
    /// <returns>What went wrong with the cache in this run.</returns>
    public async ValueTask<IEnumerable<Problem>> CloseAsync(bool isCut, CancellationToken cancellation)
    {
        if (Content is null)
            return [];
        try
        {
            if (!isCut)
                await Content.FinishAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The cache folder has what was not sent.
        }

        if (Content.Added > 0)
            new CacheSize(request.CacheFolder!, request.CacheSize).Add(Content.Added);
        return Content.Problems;
    }

    public ValueTask DisposeAsync() => Content?.DisposeAsync() ?? ValueTask.CompletedTask;
}
