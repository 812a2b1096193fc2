using System.Net;

using Polly;
using Polly.Retry;
using Polly.Timeout;

using Thumbs.Diagnostics;

namespace Thumbs.Caching.Remote;

/// <summary>One thing to ask of a server.</summary>
/// <param name="Method">GET, HEAD or PUT.</param>
/// <param name="Path">Below the URL of the cache.</param>
/// <param name="Length">Of what goes one way or the other, in bytes: large bodies have more time.</param>
/// <param name="Body">Makes what is sent, anew for each attempt.</param>
internal sealed record ServerRequest(HttpMethod Method, string Path, long Length = 0, Func<HttpContent>? Body = null);

/// <summary>Asks a server over HTTP: each request in a bounded time, and again where a fault may pass.</summary>
internal sealed class RemoteServer : IDisposable
{
    /// <summary>A byte more has a microsecond more: what is slower than 1 MB/s is a fault.</summary>
    public static readonly TimeSpan TimePerByte = TimeSpan.FromMicroseconds(1);

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(1), AttemptTime = TimeSpan.FromSeconds(2);

    /// <summary>Between two attempts: about 100 and 200 ms, spread so that many clients do not come back at once.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100), MaxRetryDelay = TimeSpan.FromMilliseconds(400);

    private static readonly ResiliencePropertyKey<long> Length = new(nameof(Length));

    private readonly HttpClient _client;
    private readonly SocketsHttpHandler _handler = new()
    {
        ConnectTimeout = ConnectTime,
        MaxConnectionsPerServer = 16,
        UseCookies = false,
        // Bytes are hashed as they are.
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
                    attempt.Outcome.Exception is ServerFaultException { Outlook: Outlook.MayPass } or TimeoutRejectedException),
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = attempt => ValueTask.FromResult(
                    AttemptTime + (attempt.Context.Properties.GetValue(Length, 0) * TimePerByte)),
            })
            .Build();
    }

    /// <summary>Asks until there is an answer that is no passing fault, or too many attempts were made.</summary>
    /// <param name="asked">What to ask.</param>
    /// <param name="read">Judges and reads an answer; called once for each attempt.</param>
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
            throw new ServerFaultException($"does not answer within {exception.Timeout.TotalSeconds:0.#} s", Outlook.MayPass, exception);
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
                throw new ServerFaultException($"redirects to {Redirection.OriginOf(target)}, which answers {(int)response.StatusCode} {response.StatusCode}: credentials are not sent on to another server", Outlook.Refusal);
            else
                return await read(response, cancellation);
        }

        throw new ServerFaultException($"redirects more than {Redirection.Most} times in a row", Outlook.Lasts);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or InvalidOperationException or NotSupportedException or FormatException)
        {
            // A connection that took too long looks like a cancellation.
            cancellation.ThrowIfCancellationRequested();
            throw ServerFaultException.Of(exception);
        }
    }
}
