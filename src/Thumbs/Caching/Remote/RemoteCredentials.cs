using System.Net.Http.Headers;
using System.Text;

using Thumbs.Diagnostics;

namespace Thumbs.Caching.Remote;

/// <summary>The credentials for a remote cache. They come from the environment, where no listing of processes, log or project shows them.</summary>
public sealed class RemoteCredentials
{
    public const string TokenVariable = "THUMBS_REMOTE_CACHE_TOKEN";
    public const string UserVariable = "THUMBS_REMOTE_CACHE_USER";
    public const string PasswordVariable = "THUMBS_REMOTE_CACHE_PASSWORD";

    private RemoteCredentials(string scheme, string secret) => Header = new(scheme, secret);

    /// <summary>Holds the secret: only for requests.</summary>
    public AuthenticationHeaderValue Header { get; }

    /// <summary>A bearer token if there is one, else user and password.</summary>
    /// <param name="variable">The value of a variable, <see langword="null"/> where it is not set.</param>
    /// <returns><see langword="null"/> where the environment names none.</returns>
    /// <exception cref="ThumbsException">The token cannot be sent in a header, or the user in basic authentication.</exception>
    public static RemoteCredentials? In(Func<string, string?> variable)
    {
        // Secrets that are read from a file mostly end in a line end.
        if (variable(TokenVariable)?.Trim() is { Length: > 0 } token)
        {
            return token.All(c => c is > ' ' and <= '~')
                ? new("Bearer", token)
                : throw Wrong(TokenVariable, "a space, a control character or one that is not ASCII");
        }

        if (variable(UserVariable) is not { Length: > 0 } user)
            return null;
        return user.Contains(':', StringComparison.Ordinal)
            ? throw Wrong(UserVariable, "a colon")
            : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{variable(PasswordVariable)}")));
    }

    /// <summary>The scheme alone, without the secret.</summary>
    public override string ToString() => $"{Header.Scheme} …";

    private static ThumbsException Wrong(string variable, string what) =>
        new(Diagnostic.WrongOption.At(null, $"the environment variable {variable} holds {what}"));
}
