using System.Net;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Caching.Remote;

/// <summary>
/// A cache on a server that speaks the plain HTTP of build caches: <c>ac/</c> and 64 hex digits for small entries, <c>cas/</c> and
/// the SHA-256 of the bytes for contents; GET, HEAD and PUT. Whatever the server does, it costs the run a few seconds at most and
/// nothing else: where it gives nothing, the answer is that there is nothing.
/// </summary>
internal sealed class RemoteCache : IAsyncDisposable
{
    /// <summary>
    /// The time that the run may lose to the server in all, and the time that each answer is worth, about that of the smallest of
    /// thumbnails: with 16 requests under way, all is well with a server that takes up to 80 ms for each.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3), Worth = TimeSpan.FromMilliseconds(5);

    private readonly RemoteCacheSettings _settings;
    private readonly RemoteServer _server;
    private readonly Breaker _reading;
    private readonly UploadQueue? _uploads;

    public RemoteCache(RemoteCacheSettings settings)
    {
        _settings = settings;
        _server = new(settings.Url, settings.Credentials);
        _reading = new(Limit, TimeProvider.System);
        _uploads = settings.Write ? new(_server, TimeProvider.System, _reading.Opened) : null;
    }

    /// <summary>Whether anything is sent to it.</summary>
    public bool Writes => _settings.Write;

    /// <summary>What is to be told of the server by now: at most one warning that it is left alone, one that it is not written to, and one of what may be overheard.</summary>
    public IReadOnlyList<Problem> Problems
    {
        get
        {
            var problems = new List<Problem>();
            if (_settings is { Credentials: not null, Url: { Scheme: "http", IsLoopback: false } })
                problems.Add(Diagnostic.CredentialsInTheClear.At(null, $"{_settings.Url}: The credentials were sent so that everyone on the way could read them: use https"));
            if (_reading.Complaint is { } unusable)
                problems.Add(Diagnostic.RemoteCacheUnusable.At(null, $"{_settings.Url}: The run goes on without the remote cache: the server {unusable}"));
            // Where nothing works, that uploads failed is no news.
            if (_uploads is { Breaker: { Complaint: { } unwritable } writing } && (writing.IsRefused || _reading.Complaint is null))
                problems.Add(Diagnostic.RemoteCacheRefused.At(null, $"{_settings.Url}: What is made is not sent to the remote cache: the server, when it is to take something, {unwritable}"));
            else if (_uploads?.TooLarge is > 0 and var count)
                problems.Add(Diagnostic.RemoteCacheRefused.At(null, $"{_settings.Url}: Renditions that are too large for the remote cache, whose server answers 413: {count:N0}"));
            return problems;
        }
    }

    /// <summary>An entry.</summary>
    /// <param name="name">Whatever it is known by.</param>
    /// <param name="understand">Makes sense of its bytes; <see langword="null"/> where there is none in them, which is a fault of the server.</param>
    /// <param name="cancellation">The user's.</param>
    /// <returns><see langword="null"/> where there is none, or the server is in trouble.</returns>
    public Task<T?> GetEntryAsync<T>(Digest name, Func<byte[], T?> understand, CancellationToken cancellation)
        where T : class => GetAsync(
            new(HttpMethod.Get, PathOf(name), CacheEntry.MaxLength),
            async (answer, stop) => understand(await AnswerBody.ReadAsync(answer, CacheEntry.MaxLength, stop))
                ?? throw new ServerFaultException("sends entries that make no sense", Outlook.Lasts),
            cancellation);

    /// <summary>Writes content into a file, and checks that it is what it should be.</summary>
    /// <param name="content">Its path is where it goes; what stands there is overwritten.</param>
    /// <param name="cancellation">The user's.</param>
    /// <returns>False, and no file, where the server has not got it or is in trouble.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public async Task<bool> GetContentAsync(RemoteContent content, CancellationToken cancellation)
    {
        var isThere = false;
        try
        {
            isThere = await GetAsync<RemoteContent>(
                new(HttpMethod.Get, PathOf(content), content.Bytes),
                async (answer, stop) =>
                {
                    await AnswerBody.SaveAsync(answer, content, block => _reading.Patience.Repay(block.Length * RemoteServer.TimePerByte), stop);
                    return content;
                },
                cancellation,
                () => _uploads?.Replace(content.Sha256)) is not null;
            return isThere;
        }
        finally
        {
            if (!isThere)
                TemporaryFile.Discard(content.Path);
        }
    }

    /// <summary>Has something sent in the background. Does nothing where the cache is only read.</summary>
    public ValueTask UploadAsync(RemoteUpload upload, CancellationToken cancellation) =>
        _uploads?.AddAsync(upload, cancellation) ?? ValueTask.CompletedTask;

    /// <summary>Waits until all is sent, or it shows that the server does not take it.</summary>
    public Task FinishAsync(CancellationToken cancellation) => _uploads?.FinishAsync(cancellation) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_uploads is not null)
            await _uploads.DisposeAsync();
        await _reading.DisposeAsync();
        _server.Dispose();
    }

    public static string PathOf(Digest entry) => $"ac/{entry}";

    public static string PathOf(RemoteContent content) => $"cas/{content.Sha256}";

    private async Task<T?> GetAsync<T>(
        ServerRequest get, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation, Action? garbled = null)
        where T : class
    {
        if (_reading.Why is not null)
            return null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _reading.Opened);
        var began = _reading.Patience.Begin();
        try
        {
            var answer = await _server.AskAsync(get, ReadAsync, stop.Token);
            _reading.Succeed();
            _reading.Patience.Repay(Worth);
            return answer;
        }
        catch (ServerFaultException fault)
        {
            if (fault.Outlook == Outlook.Lasts)
                garbled?.Invoke();
            _reading.Fail(fault, began);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The server was found not to be worth waiting for.
            return null;
        }
        finally
        {
            _reading.Patience.End();
        }

        async Task<T?> ReadAsync(HttpResponseMessage answer, CancellationToken attempt) => answer.StatusCode switch
        {
            HttpStatusCode.OK => await read(answer, attempt),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => null,
            var other => throw ServerFaultException.OfStatus(other),
        };
    }
}
