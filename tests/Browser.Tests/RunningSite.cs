using System.Diagnostics;

using Thumbs.Tasks.Tests;

namespace Thumbs.Browser.Tests;

/// <summary>A site that answers on a port of its own.</summary>
internal sealed class RunningSite : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _server;

    private RunningSite(Process server, Uri address)
    {
        _server = server;
        Address = address;
    }

    /// <summary>Of its start page.</summary>
    public Uri Address { get; }

    public static async Task<RunningSite> StartAsync(string folder, string assembly, params IEnumerable<string> arguments)
    {
        // Requests are not logged: nobody reads the output any more, and a full pipe would block the server.
        var server = Dotnet.Start(folder, [assembly, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.AspNetCore", "Warning", .. arguments]);
        return new(server, await AddressAsync(server));
    }

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.Dispose();
    }

    private static async Task<Uri> AddressAsync(Process server)
    {
        var cancellation = TestContext.Current.CancellationToken;
        while (await server.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var start)
                return new(line[(start + Listening.Length)..].Trim());
        }

        throw new InvalidOperationException("The site ended: " + await server.StandardError.ReadToEndAsync(cancellation));
    }
}
