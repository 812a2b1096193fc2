using Thumbs.Planning;

namespace Thumbs.Caching.Remote;

/// <summary>Which remote cache a run uses, and how far.</summary>
/// <param name="Url">Of http or https; entries are below its path, whether or not that ends in a slash.</param>
/// <param name="Write">Whether what is made is sent there.</param>
/// <param name="Credentials">Sent with each request; not shown in any text.</param>
internal sealed record RemoteCacheSettings(Uri Url, bool Write, RemoteCredentials? Credentials)
{
    /// <summary>What a request asks for; <see langword="null"/> where it names no remote cache.</summary>
    /// <exception cref="Diagnostics.ThumbsException">The credentials in the environment cannot be sent.</exception>
    public static RemoteCacheSettings? Of(Request request) => request.RemoteCache is { } url
        ? new(url, request.RemoteCacheWrite, RemoteCredentials.In(Environment.GetEnvironmentVariable))
        : null;
}
