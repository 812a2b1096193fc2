using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Thumbs.Caching.Remote;

/// <summary>Whether it makes sense to send requests after a fault.</summary>
public enum FaultKind
{
    /// <summary>The next attempt may succeed.</summary>
    Transient,

    /// <summary>The same request would fail again.</summary>
    Permanent,

    /// <summary>The answer is damaged, or of something else; so it would be again.</summary>
    Garbled,

    /// <summary>Every request would fail: the server refuses this client.</summary>
    Refusal,
}

/// <summary>A server did not behave as a cache. The message says what it did, as the end of "the server …", and contains no secret.</summary>
public sealed class ServerFaultException : Exception
{
    public ServerFaultException(string message, FaultKind kind, Exception? inner = null)
        : base(message, inner) => Kind = kind;

    public FaultKind Kind { get; }

    public static ServerFaultException OfStatus(HttpStatusCode status)
    {
        var kind = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => FaultKind.Refusal,
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => FaultKind.Transient,
            _ => FaultKind.Permanent,
        };
        var text = $"answers {(int)status} {status}";
        return new(kind == FaultKind.Refusal ? text + ": check the credentials" : text, kind);
    }

    /// <summary>
    /// Made of the exception of a request. Only messages of inner exceptions that are known to be harmless are passed on:
    /// others may contain the address of a proxy, and with it a password.
    /// </summary>
    public static ServerFaultException Of(Exception exception)
    {
        var cause = exception;
        while (cause.InnerException is { } inner)
            cause = inner;
        var detail = cause is SocketException or AuthenticationException or TimeoutException ? $" ({cause.Message})" : "";
        var error = exception switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            OperationCanceledException => HttpRequestError.ConnectionError,
            _ => HttpRequestError.Unknown,
        };
        var text = error switch
        {
            HttpRequestError.NameResolutionError => "has a name that is not known",
            HttpRequestError.ConnectionError => "cannot be connected to",
            HttpRequestError.SecureConnectionError => "cannot be connected to safely",
            HttpRequestError.ProxyTunnelError => "is not reached through the proxy",
            HttpRequestError.ResponseEnded => "ends the connection in the middle of an answer",
            HttpRequestError.InvalidResponse => "answers what is not HTTP",
            _ => "breaks the connection",
        };
        return new(text + detail, FaultKind.Transient, exception);
    }
}
