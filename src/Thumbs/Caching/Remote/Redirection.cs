using System.Net;

namespace Thumbs.Caching.Remote;

/// <summary>Redirections of a server. Followed here and not by .NET, which drops the credentials even within one server, and throws exceptions other than HttpRequestException for addresses that are not of HTTP.</summary>
public static class Redirection
{
    /// <summary>In a row.</summary>
    public const int Most = 3;

    public static bool Is(HttpResponseMessage response) => response.StatusCode is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>The address that the answer redirects to.</summary>
    /// <param name="response">For which <see cref="Is"/> holds.</param>
    /// <param name="asked">The address that was requested; http or https.</param>
    /// <param name="method">How.</param>
    /// <exception cref="ServerFaultException">The address is not one of http or https, or less secure.</exception>
    public static Uri TargetOf(HttpResponseMessage response, Uri asked, HttpMethod method)
    {
        // Status 303 asks for a GET: its answer says nothing about the upload.
        if (response.StatusCode == HttpStatusCode.SeeOther && method == HttpMethod.Put)
            throw new ServerFaultException("redirects what is sent to it", FaultKind.Permanent);
        var location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : "";
        if (!Uri.TryCreate(asked, location, out var target) || (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps) || target.Host.Length == 0)
            throw new ServerFaultException("redirects to what is no address of http or https", FaultKind.Refusal);
        return asked.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps
            ? throw new ServerFaultException("redirects from https to http", FaultKind.Refusal)
            : target;
    }

    /// <summary>Scheme, host and port: credentials are sent only where these are the same.</summary>
    public static string OriginOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
