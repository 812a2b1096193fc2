using System.Diagnostics;
using System.Text.Json;

using Thumbs.Tasks.Tests;

namespace Thumbs.Browser.Tests;

/// <summary>The ASP.NET Core sample, published once for all tests, and served.</summary>
public sealed class PublishedSite(Package package) : IAsyncLifetime
{
    private const string Listening = "Now listening on: ";

    private Process? _server;

    /// <summary>Of its start page.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The files below its <c>wwwroot</c> that are thumbnails, with <c>/</c>, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>The addresses under which it offers thumbnails: for each file a plain one and a fingerprinted one.</summary>
    public IReadOnlyList<string> Routes { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var samples = Samples.CopyTo(package);
        var output = Path.Combine(samples, "published");
        (await Dotnet.RunAsync(samples, "publish", "aspnetcore", "-o", output, $"-p:ThumbsVersion={package.Version}")).Expect(0);

        var root = Path.Combine(output, "wwwroot");
        Files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(IsThumbnail)
            .Order(StringComparer.Ordinal)];
        Routes = await RoutesAsync(Path.Combine(output, "Gallery.staticwebassets.endpoints.json"));

        // Requests are not logged: nobody reads the output any more, and a full pipe would block the server.
        _server = Dotnet.Start(
            output, Path.Combine(output, "Gallery.dll"), "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Microsoft.AspNetCore", "Warning");
        Address = await AddressAsync(_server);
    }

    public ValueTask DisposeAsync()
    {
        _server?.Kill(entireProcessTree: true);
        _server?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsThumbnail(string path) => path.Contains("thumbs/", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> RoutesAsync(string endpoints)
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(endpoints, TestContext.Current.CancellationToken));
        return [.. document.RootElement.GetProperty("Endpoints").EnumerateArray()
            .Select(endpoint => endpoint.GetProperty("Route").GetString()!)
            .Where(IsThumbnail)
            .Distinct(StringComparer.Ordinal)];
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
