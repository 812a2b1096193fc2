using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;

using Thumbs.Images;

namespace Thumbs.Caching.Remote;

/// <summary>Uploads renditions while others are being made.</summary>
public sealed class UploadQueue : IAsyncDisposable
{
    /// <summary>Concurrent uploads. Reading has connections of its own left.</summary>
    private const int Senders = 8;

    /// <summary>Each waiting upload holds about a kilobyte.</summary>
    private const int Capacity = 4096;

    /// <summary>
    /// The wait budget at the end of a run, and the time that each success adds back: with eight
    /// uploads in flight, a server may take 0.4 s for each.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.5), Worth = TimeSpan.FromMilliseconds(50);

    private readonly RemoteServer _server;
    private readonly CancellationTokenSource _stop;
    private readonly Task[] _senders;
    private readonly Channel<RemoteUpload> _waiting = Channel.CreateBounded<RemoteUpload>(Capacity);
    private readonly ConcurrentDictionary<Digest, bool> _garbled = [];
    private int _tooLarge;

    /// <param name="server">Belongs to the caller.</param>
    /// <param name="time">The clock.</param>
    /// <param name="leftAlone">Cancelled when the server is not even read from any more.</param>
    public UploadQueue(RemoteServer server, TimeProvider time, CancellationToken leftAlone)
    {
        _server = server;
        Breaker = new(Limit, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(leftAlone, Breaker.Opened);
        _senders = [.. Enumerable.Range(0, Senders).Select(_ => SendAllAsync())];
    }

    /// <summary>Open when nothing is sent any more.</summary>
    public Breaker Breaker { get; }

    /// <summary>How many contents the server refused for their size.</summary>
    public int TooLarge => Volatile.Read(ref _tooLarge);

    /// <summary>The server's content of this name is damaged: it is uploaded although the server has it.</summary>
    public void Replace(Digest content) => _garbled[content] = true;

    /// <summary>Queues an upload. Waits while the queue is full and uploads succeed.</summary>
    public async ValueTask AddAsync(RemoteUpload upload, CancellationToken cancellation)
    {
        if (_stop.IsCancellationRequested || _waiting.Writer.TryWrite(upload))
            return;
        await WaitAsync(stop => _waiting.Writer.WriteAsync(upload, stop).AsTask(), cancellation);
    }

    /// <summary>Waits until all is sent, while uploads succeed. Nothing may be added afterwards.</summary>
    public Task FinishAsync(CancellationToken cancellation)
    {
        _waiting.Writer.TryComplete();
        return WaitAsync(stop => Task.WhenAll(_senders).WaitAsync(stop), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_senders);
        _stop.Dispose();
        await Breaker.DisposeAsync();
    }

    private async Task WaitAsync(Func<CancellationToken, Task> wait, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stop.Token);
        Breaker.WaitBudget.Begin();
        try
        {
            await wait(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The server is given up: what is not sent is dropped.
        }
        finally
        {
            Breaker.WaitBudget.End();
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var upload in _waiting.Reader.ReadAllAsync(_stop.Token))
                await SendAsync(upload);
        }
        catch (OperationCanceledException)
        {
            // As above, or the run has ended.
        }
    }

    private async Task SendAsync(RemoteUpload upload)
    {
        var began = Breaker.WaitBudget.Now;
        try
        {
            foreach (var content in upload.Contents)
            {
                // Contents before entries: an entry never refers to something missing.
                if (!await HasAsync(content) && !await PutAsync(new(
                    HttpMethod.Put, RemoteCache.PathOf(content), content.Bytes, () => new FileBody(content, sent => Breaker.WaitBudget.Repay(sent * RemoteServer.TimePerByte)))))
                    return;
            }

            await PutAsync(new(HttpMethod.Put, RemoteCache.PathOf(upload.Name), upload.Entry.Length, () => new ReadOnlyMemoryContent(upload.Entry)));
        }
        catch (ServerFaultException fault)
        {
            Breaker.Fail(fault, began);
        }
        catch (UnsendableException)
        {
            // The file was replaced or deleted since it was made, so the entry would be wrong.
        }
    }

    private async Task<bool> HasAsync(RemoteContent content)
    {
        if (_garbled.ContainsKey(content.Sha256))
            return false;
        return await AskAsync(
            new(HttpMethod.Head, RemoteCache.PathOf(content)),
            answer => answer.StatusCode switch
            {
                HttpStatusCode.OK => answer.Content.Headers.ContentLength is not { } length || length == content.Bytes,
                HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented => false,
                var other => throw ServerFaultException.OfStatus(other),
            });
    }

    private Task<bool> PutAsync(ServerRequest put) => AskAsync(put, answer =>
    {
        if (answer.IsSuccessStatusCode)
        {
            // Only here: a server that answers HEAD may still refuse every upload.
            Breaker.Succeed();
            return true;
        }

        if (answer.StatusCode != HttpStatusCode.RequestEntityTooLarge)
            throw RefusalOrFault(answer.StatusCode);
        Interlocked.Increment(ref _tooLarge);
        return false;
    });

    /// <summary>A read-only server refuses in many ways; one whose disk is full, in one.</summary>
    private static ServerFaultException RefusalOrFault(HttpStatusCode status)
    {
        var fault = ServerFaultException.OfStatus(status);
        return fault.Kind == FaultKind.Transient && status != HttpStatusCode.InsufficientStorage ? fault : new(fault.Message, FaultKind.Refusal, fault);
    }

    private async Task<bool> AskAsync(ServerRequest request, Func<HttpResponseMessage, bool> judge)
    {
        var answer = await _server.AskAsync(request, (answer, _) => Task.FromResult(judge(answer)), _stop.Token);
        Breaker.WaitBudget.Repay(Worth);
        return answer;
    }
}
