using Thumbs.Caching.Remote;

namespace Thumbs.Parameters.Values;

/// <summary>URLs of remote caches: <c>https://cache.example.com/thumbs</c>.</summary>
public static class RemoteCacheUrl
{
    /// <summary>No message quotes the value: it may contain a password.</summary>
    /// <exception cref="WrongValueException">It is no such URL, or contains credentials.</exception>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            throw new WrongValueException("it is not a URL such as https://cache.example.com/thumbs");
        if (url.UserInfo.Length > 0)
        {
            throw new WrongValueException(
                $"credentials do not belong into a URL: put them into the environment variable {RemoteCredentials.TokenVariable}, or {RemoteCredentials.UserVariable} and {RemoteCredentials.PasswordVariable}");
        }

        return text.AsSpan().ContainsAny('?', '#')
            ? throw new WrongValueException(
                $"a query or a fragment cannot be kept, since paths are put behind the URL; a secret goes into the environment variable {RemoteCredentials.TokenVariable}")
            : url;
    }
}
