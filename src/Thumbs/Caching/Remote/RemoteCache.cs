using System.Net;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Caching.Remote;

/// <summary>
/// A cache on a server that speaks the plain HTTP of build caches: <c>ac/</c> and 64 hex digits for small entries, <c>cas/</c> and
/// the SHA-256 of the bytes for contents; GET, HEAD and PUT. A server that fails costs the run a few seconds at most: it is then
/// treated as having nothing.
/// </summary>
public sealed class RemoteCache : IAsyncDisposable
{
    /// <summary>
    /// The wait budget of the run, and the time that each answer adds back, about that of making a small
    /// thumbnail: with 16 requests in flight, a server may take 80 ms for each.
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

    /// <summary>At most one warning that the server is not used any more or sends what is damaged, one that nothing is uploaded, and one of credentials that may be overheard.</summary>
    public IReadOnlyList<Problem> Problems
    {
        get
        {
            var problems = new List<Problem>();
            if (_settings is { Credentials: not null, Url: { Scheme: "http", IsLoopback: false } })
                problems.Add(Diagnostic.CredentialsInTheClear.At(null, $"{_settings.Url}: The credentials were sent so that everyone on the way could read them: use https"));
            if (_reading.Complaint is { } unusable)
                problems.Add(Diagnostic.RemoteCacheUnusable.At(null, $"{_settings.Url}: The run goes on without the remote cache: the server {unusable}"));
            else if (_reading.Garbled is >= Breaker.MostFaults and var garbled)
                problems.Add(Diagnostic.RemoteCacheDamaged.At(null, $"{_settings.Url}: Answers that were not what had been kept there, and were not used: {garbled:N0}"));
            // Where reading has failed too, failed uploads are not reported.
            if (_uploads is { Breaker: { Complaint: { } unwritable } writing } && (writing.IsRefused || _reading.Complaint is null))
                problems.Add(Diagnostic.RemoteCacheRefused.At(null, $"{_settings.Url}: What is made is not sent to the remote cache: the server, when it is to take something, {unwritable}"));
            else if (_uploads?.TooLarge is > 0 and var count)
                problems.Add(Diagnostic.RemoteCacheRefused.At(null, $"{_settings.Url}: Renditions that are too large for the remote cache, whose server answers 413: {count:N0}"));
            return problems;
        }
    }

    /// <summary>An entry.</summary>
    /// <param name="name">Of the entry.</param>
    /// <param name="understand">Parses its bytes; <see langword="null"/> for an invalid entry, which is a fault of the server.</param>
    /// <param name="cancellation">The user's.</param>
    /// <returns><see langword="null"/> where there is none, or the server has failed.</returns>
    public Task<T?> GetEntryAsync<T>(Digest name, Func<byte[], T?> understand, CancellationToken cancellation)
        where T : class => GetAsync(
            new(HttpMethod.Get, PathOf(name), CacheEntry.MaxLength),
            async (answer, stop) => understand(await AnswerBody.ReadAsync(answer, CacheEntry.MaxLength, stop))
                ?? throw new ServerFaultException("sends entries that make no sense", FaultKind.Garbled),
            cancellation);

    /// <summary>Downloads content into a file, and checks its hash.</summary>
    /// <param name="content">Its path is the file, which is overwritten.</param>
    /// <param name="cancellation">The user's.</param>
    /// <returns>False, and no file, where the server does not have it or has failed.</returns>
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
                    await AnswerBody.SaveAsync(answer, content, block => _reading.WaitBudget.Repay(block.Length * RemoteServer.TimePerByte), stop);
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

    /// <summary>Queues an upload. Does nothing where the cache is only read.</summary>
    public ValueTask UploadAsync(RemoteUpload upload, CancellationToken cancellation) =>
        _uploads?.AddAsync(upload, cancellation) ?? ValueTask.CompletedTask;

    /// <summary>Waits until all is sent, or the server is given up.</summary>
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
        var began = _reading.WaitBudget.Begin();
        try
        {
            var answer = await _server.AskAsync(get, ReadAsync, stop.Token);
            _reading.Succeed();
            _reading.WaitBudget.Repay(Worth);
            return answer;
        }
        catch (ServerFaultException fault)
        {
            if (fault.Kind is FaultKind.Permanent or FaultKind.Garbled)
                garbled?.Invoke();
            _reading.Fail(fault, began);
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The wait budget is spent.
            return null;
        }
        finally
        {
            _reading.WaitBudget.End();
        }

        async Task<T?> ReadAsync(HttpResponseMessage answer, CancellationToken attempt) => answer.StatusCode switch
        {
            HttpStatusCode.OK => await read(answer, attempt),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => null,
            var other => throw ServerFaultException.OfStatus(other),
        };
    }
}
