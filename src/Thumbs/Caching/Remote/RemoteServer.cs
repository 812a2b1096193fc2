using System.Net;

using Polly;
using Polly.Retry;
using Polly.Timeout;

using Thumbs.Diagnostics;

namespace Thumbs.Caching.Remote;

/// <summary>A request to a server.</summary>
/// <param name="Method">GET, HEAD or PUT.</param>
/// <param name="Path">Below the URL of the cache.</param>
/// <param name="Length">Of the body in either direction, in bytes: large bodies have more time.</param>
/// <param name="Body">Creates the body anew for each attempt.</param>
public sealed record ServerRequest(HttpMethod Method, string Path, long Length = 0, Func<HttpContent>? Body = null);

/// <summary>Sends requests over HTTP: each with a time limit, and again after faults that may pass.</summary>
public sealed class RemoteServer : IDisposable
{
    /// <summary>Added to the time limit for each byte: less than 1 MB/s is a fault.</summary>
    public static readonly TimeSpan TimePerByte = TimeSpan.FromMicroseconds(1);

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(1), AttemptTime = TimeSpan.FromSeconds(2);

    /// <summary>Between two attempts: about 100 and 200 ms, with jitter so that many clients do not come back at once.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100), MaxRetryDelay = TimeSpan.FromMilliseconds(400);

    private static readonly ResiliencePropertyKey<long> Length = new(nameof(Length));

    private readonly HttpClient _client;
    private readonly SocketsHttpHandler _handler = new()
    {
        ConnectTimeout = ConnectTime,
        MaxConnectionsPerServer = 16,
        UseCookies = false,
        // The hash is that of the bytes as they are sent.
        AutomaticDecompression = DecompressionMethods.None,
        AllowAutoRedirect = false,
    };
    private readonly ResiliencePipeline _attempts;
    private readonly Uri _url;
    private readonly RemoteCredentials? _credentials;

    public RemoteServer(Uri url, RemoteCredentials? credentials)
    {
        _url = url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + '/');
        _client = new(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd($"dotnet-thumbs/{ToolVersion.Text}");
        _credentials = credentials;
        _attempts = new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 2,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = RetryDelay,
                MaxDelay = MaxRetryDelay,
                ShouldHandle = attempt => ValueTask.FromResult(
                    attempt.Outcome.Exception is ServerFaultException { Kind: FaultKind.Transient } or TimeoutRejectedException),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = attempt => ValueTask.FromResult(
                    AttemptTime + (attempt.Context.Properties.GetValue(Length, 0) * TimePerByte)),
            })
            .Build();
    }

    /// <summary>Repeats a request until it is answered without a transient fault, or the attempts are used up.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="read">Checks and reads an answer; called once for each attempt.</param>
    /// <param name="cancellation">Gives up at once.</param>
    /// <exception cref="ServerFaultException">Of the last attempt.</exception>
    public async Task<T> AskAsync<T>(
        ServerRequest asked, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        context.Properties.Set(Length, asked.Length);
        try
        {
            return await _attempts.ExecuteAsync(
                async attempt => await AttemptAsync(asked, read, attempt.CancellationToken), context);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new ServerFaultException($"does not answer within {exception.Timeout.TotalSeconds:0.#} s", FaultKind.Transient, exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private async Task<T> AttemptAsync<T>(
        ServerRequest asked, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var target = new Uri(_url, asked.Path);
        for (var redirections = 0; redirections <= Redirection.Most; redirections++)
        {
            var isAtHome = Redirection.OriginOf(target) == Redirection.OriginOf(_url);
            using var request = new HttpRequestMessage(asked.Method, target) { Content = asked.Body?.Invoke() };
            request.Headers.Authorization = isAtHome ? _credentials?.Header : null;
            using var response = await SendAsync(request, cancellation);
            if (Redirection.Is(response))
                target = Redirection.TargetOf(response, target, asked.Method);
            else if (!isAtHome && response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new ServerFaultException($"redirects to {Redirection.OriginOf(target)}, which answers {(int)response.StatusCode} {response.StatusCode}: credentials are not sent on to another server", FaultKind.Refusal);
            else
                return await read(response, cancellation);
        }

        throw new ServerFaultException($"redirects more than {Redirection.Most} times in a row", FaultKind.Permanent);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or InvalidOperationException or NotSupportedException or FormatException)
        {
            // The timeout of a connection is thrown as a cancellation.
            cancellation.ThrowIfCancellationRequested();
            throw ServerFaultException.Of(exception);
        }
    }
}
