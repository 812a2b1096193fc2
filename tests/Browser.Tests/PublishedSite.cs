using System.Text.Json;

using Thumbs.Tasks.Tests;

namespace Thumbs.Browser.Tests;

/// <summary>The ASP.NET Core sample, published once for all tests, and served.</summary>
public sealed class PublishedSite(Package package) : IAsyncLifetime
{
    private RunningSite? _site;

    /// <summary>Of its start page.</summary>
    public Uri Address => _site!.Address;

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

        _site = await RunningSite.StartAsync(output, Path.Combine(output, "Gallery.dll"));
    }

    public ValueTask DisposeAsync()
    {
        _site?.Dispose();
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
}
