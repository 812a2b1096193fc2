using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;

using Thumbs.Images;

namespace Thumbs.Caching.Remote;

/// <summary>Sends to a server what was made, while more is being made.</summary>
internal sealed class UploadQueue : IAsyncDisposable
{
    /// <summary>At once. Reading has connections of its own left.</summary>
    private const int Senders = 8;

    /// <summary>Each waiting upload holds a kilobyte or so.</summary>
    private const int Capacity = 4096;

    /// <summary>
    /// The time that the end of a run may wait for a server which takes nothing, and the time that each request is worth: with eight
    /// under way, those of a server that takes up to 0.4 s for each.
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
    /// <param name="leftAlone">The server is not even read from any longer.</param>
    public UploadQueue(RemoteServer server, TimeProvider time, CancellationToken leftAlone)
    {
        _server = server;
        Breaker = new(Limit, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(leftAlone, Breaker.Opened);
        _senders = [.. Enumerable.Range(0, Senders).Select(_ => SendAllAsync())];
    }

    /// <summary>Open when nothing is sent any longer.</summary>
    public Breaker Breaker { get; }

    /// <summary>How many contents the server did not take for their size.</summary>
    public int TooLarge => Volatile.Read(ref _tooLarge);

    /// <summary>What the server has under this name is not that: it is sent even though the server has it.</summary>
    public void Replace(Digest content) => _garbled[content] = true;

    /// <summary>Has something sent. Waits where too much is waiting already, for as long as sending gets on.</summary>
    public async ValueTask AddAsync(RemoteUpload upload, CancellationToken cancellation)
    {
        if (_stop.IsCancellationRequested || _waiting.Writer.TryWrite(upload))
            return;
        await WaitAsync(stop => _waiting.Writer.WriteAsync(upload, stop).AsTask(), cancellation);
    }

    /// <summary>Waits until all is sent, for as long as sending gets on. Nothing may be added any longer.</summary>
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
        Breaker.Patience.Begin();
        try
        {
            await wait(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The server is left alone: what is not sent stays here.
        }
        finally
        {
            Breaker.Patience.End();
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
            // As above, or the run is over.
        }
    }

    private async Task SendAsync(RemoteUpload upload)
    {
        var began = Breaker.Patience.Now;
        try
        {
            foreach (var content in upload.Contents)
            {
                // An entry never speaks of what is not there.
                if (!await HasAsync(content) && !await PutAsync(new(
                    HttpMethod.Put, RemoteCache.PathOf(content), content.Bytes, () => new FileBody(content, sent => Breaker.Patience.Repay(sent * RemoteServer.TimePerByte)))))
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
            // Whatever replaced or deleted the file since it was made: it is not what the entry speaks of.
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
            // Only here: a server that knows what it has may still take nothing.
            Breaker.Succeed();
            return true;
        }

        if (answer.StatusCode != HttpStatusCode.RequestEntityTooLarge)
            throw RefusalOrFault(answer.StatusCode);
        Interlocked.Increment(ref _tooLarge);
        return false;
    });

    /// <summary>A server that serves reading only says so in many ways; one whose disk is full, in one.</summary>
    private static ServerFaultException RefusalOrFault(HttpStatusCode status)
    {
        var fault = ServerFaultException.OfStatus(status);
        return fault.Outlook == Outlook.MayPass && status != HttpStatusCode.InsufficientStorage ? fault : new(fault.Message, Outlook.Refusal, fault);
    }

    private async Task<bool> AskAsync(ServerRequest request, Func<HttpResponseMessage, bool> judge)
    {
        var answer = await _server.AskAsync(request, (answer, _) => Task.FromResult(judge(answer)), _stop.Token);
        Breaker.Patience.Repay(Worth);
        return answer;
    }
}
