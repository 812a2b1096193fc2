using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Thumbs.Tasks.Tests;

/// <summary>Thumbnails are Static Web Assets from the first build of a clean checkout.</summary>
public sealed class WebTests(Package package) : IDisposable
{
    private const string App = """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapStaticAssets();
        app.Run();
        """;

    private readonly Project _site = new(package, "site")
    {
        Sdk = "Microsoft.NET.Sdk.Web",
        Properties = "",
        Body = """
            <ItemGroup>
              <GenerateThumbnails Include="assets/**/*.png" Widths="20;40" Formats="avif;webp;jpeg" />
              <ProjectReference Include="../library/Library.csproj" />
            </ItemGroup>
            """,
    };

    public void Dispose() => _site.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private void WriteSite()
    {
        _site.Paint("assets/deep/a.png", [255, 0, 0]);
        _site.Write("Program.cs", App);
        _site.WriteProject("Site.csproj");
        _site.Paint("../library/assets/b.png", [0, 255, 0]);
        _site.Write("../library/Library.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Razor">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Thumbs.Tasks" Version="{package.Version}" PrivateAssets="all" />
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <GenerateThumbnails Include="assets/*.png" Size="40" Formats="webp" />
              </ItemGroup>
            </Project>
            """);
    }

    [Fact]
    public async Task The_first_build_and_a_publish_serve_them_under_plain_and_fingerprinted_addresses()
    {
        WriteSite();
        (await _site.RunAsync("build")).Expect(0);
        Assert.Empty(_site.Files("wwwroot"));
        Assert.Contains("\"color\": \"#ff0000\"", await File.ReadAllTextAsync(_site["obj/Debug/net10.0/thumbnails.manifest.json"], Cancellation), StringComparison.Ordinal);
        await ServedAsync(_site["bin/Debug/net10.0/Site.dll"], _site.Folder, "Development");

        (await _site.RunAsync("publish", "-o", _site["out"])).Expect(0);
        Assert.True(File.Exists(_site["out/wwwroot/thumbs/deep/a-40.avif"]));
        Assert.True(File.Exists(_site["out/wwwroot/_content/Library/thumbs/b.webp"]));
        await ServedAsync(_site["out/Site.dll"], _site["out"], "Production");

        (await Dotnet.RunAsync(_site["../library"], "pack", "--no-build", "-o", _site["packed"])).Expect(0);
        Assert.Contains("staticwebassets/thumbs/b.webp", (await Nupkg.ReadAsync(Directory.GetFiles(_site["packed"]).Single())).Entries);

        // The addresses of a deleted source go away, and a new one gets its own.
        File.Delete(_site["../library/assets/b.png"]);
        _site.Paint("assets/c.png", [0, 0, 255]);
        (await _site.RunAsync("build", "--no-restore")).Expect(0);
        var endpoints = await File.ReadAllTextAsync(_site["bin/Debug/net10.0/Site.staticwebassets.endpoints.json"], Cancellation);
        Assert.DoesNotContain("b.webp", endpoints, StringComparison.Ordinal);
        Assert.Contains("\"thumbs/c-40.avif\"", endpoints, StringComparison.Ordinal);
        Assert.Null((await _site.BuildAsync()).Expect(0).Summary);

        (await _site.RunAsync("clean")).Expect(0);
        Assert.DoesNotContain(_site.Files("obj/Debug"), file => file.EndsWith(".webp", StringComparison.Ordinal));
    }

    private static async Task ServedAsync(string assembly, string folder, string environment)
    {
        var endpoints = Path.ChangeExtension(assembly, ".staticwebassets.endpoints.json");
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(endpoints, Cancellation));
        var routes = document.RootElement.GetProperty("Endpoints").EnumerateArray()
            .Select(endpoint => endpoint.GetProperty("Route").GetString()!)
            .Where(route => route.Contains("thumbs/", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        // Six of the site's own and one of the library's, each under two addresses.
        Assert.Equal(14, routes.Count);
        Assert.Contains("thumbs/deep/a-20.webp", routes);
        Assert.Contains("_content/Library/thumbs/b.webp", routes);

        var address = $"http://127.0.0.1:{FreePort()}/";
        using var server = Dotnet.Start(folder, assembly, "--urls", address, "--environment", environment, "--contentRoot", folder);
        try
        {
            await StartedAsync(server);
            using var client = new HttpClient { BaseAddress = new(address) };
            foreach (var route in routes)
            {
                using var response = await client.GetAsync(new Uri(route, UriKind.Relative), Cancellation);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal(MediaType(route), response.Content.Headers.ContentType?.MediaType);
                Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(Cancellation));
            }
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static string MediaType(string route) =>
        route.EndsWith(".jpg", StringComparison.Ordinal) ? "image/jpeg" : $"image/{Path.GetExtension(route)[1..]}";

    private static async Task StartedAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.Contains("Application started", StringComparison.Ordinal))
                return;
        }

        Assert.Fail("The server ended: " + await server.StandardError.ReadToEndAsync(Cancellation));
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
