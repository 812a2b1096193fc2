using Thumbs.Planning;

namespace Thumbs.Caching.Remote;

/// <summary>The remote cache of a run.</summary>
/// <param name="Url">Of http or https; entries are below its path, whether or not that ends in a slash.</param>
/// <param name="Write">Whether renditions are uploaded.</param>
/// <param name="Credentials">Sent with each request; never shown.</param>
public sealed record RemoteCacheSettings(Uri Url, bool Write, RemoteCredentials? Credentials)
{
    /// <summary>The settings of a request; <see langword="null"/> where it names no remote cache.</summary>
    /// <exception cref="Diagnostics.ThumbsException">The credentials in the environment cannot be sent.</exception>
    public static RemoteCacheSettings? Of(Request request) => request.RemoteCache is { } url
        ? new(url, request.RemoteCacheWrite, RemoteCredentials.In(Environment.GetEnvironmentVariable))
        : null;
}
