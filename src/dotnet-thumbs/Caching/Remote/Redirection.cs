using System.Net;

namespace Thumbs.Caching.Remote;

/// <summary>Where a server sends a request on to. Followed here and not by .NET, which sends no credentials on even within one server, and throws what is no fault of HTTP at addresses that are none of its own.</summary>
internal static class Redirection
{
    /// <summary>In a row.</summary>
    public const int Most = 3;

    public static bool Is(HttpResponseMessage response) => response.StatusCode is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>The address to go on to.</summary>
    /// <param name="response">For which <see cref="Is"/> holds.</param>
    /// <param name="asked">What was asked, of http or https.</param>
    /// <param name="method">How.</param>
    /// <exception cref="ServerFaultException">It leads nowhere that a cache could be.</exception>
    public static Uri TargetOf(HttpResponseMessage response, Uri asked, HttpMethod method)
    {
        // It asks for a GET: what that gets says nothing of what was sent.
        if (response.StatusCode == HttpStatusCode.SeeOther && method == HttpMethod.Put)
            throw new ServerFaultException("redirects what is sent to it", FaultKind.Permanent);
        var location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : "";
        if (!Uri.TryCreate(asked, location, out var target) || (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps) || target.Host.Length == 0)
            throw new ServerFaultException("redirects to what is no address of http or https", FaultKind.Refusal);
        return asked.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps
            ? throw new ServerFaultException("redirects from https to http", FaultKind.Refusal)
            : target;
    }

    /// <summary>Scheme, host and port: what has to be the same for credentials to be sent.</summary>
    public static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
