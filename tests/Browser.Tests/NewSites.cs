using Thumbs.Tasks.Tests;

namespace Thumbs.Browser.Tests;

/// <summary>
/// A Blazor app, a Razor class library that it uses, and an app with Razor Pages: as <c>dotnet new</c> makes them, with two lines in the project, and on the page
/// one for each picture and one for the icons; and the browser that looks at them.
/// </summary>
public sealed class NewSites(Package package) : IAsyncLifetime
{
    /// <summary>The widths that are asked for of the first picture, 1200 px wide, and the second, 1000 px wide.</summary>
    public static readonly int[] First = [320, 480, 640, 960, 1200], Second = [320, 480, 640, 960, 1000];

    private readonly string _folder = Path.Combine(package.ProjectsFolder, Guid.NewGuid().ToString("N")[..8]);
    private readonly Lazy<Task<Chromium>> _chromium = new(Chromium.StartAsync);
    private RunningSite? _blazor;
    private RunningSite? _pages;

    public Uri Blazor => _blazor!.Address;

    /// <summary>Where it also answers with the path base <c>/app</c>, and has a controller with a view.</summary>
    public Uri Pages => _pages!.Address;

    /// <summary>Started once; each page has cookies and a cache of its own. Skips the test where there is none.</summary>
    internal Task<Chromium> ChromiumAsync() => _chromium.Value;

    public async ValueTask InitializeAsync()
    {
        await NewAsync("blazor", "BlazorApp", "mountains.jpg", "sea.webp");
        await NewAsync("razorclasslib", "Pictures", "meadow-sideways.jpg");
        await NewAsync("webapp", "PagesApp", "mountains.jpg", "sea.webp");
        await AppendAsync("BlazorApp/Components/Pages/Home.razor", """
            <Picture Of="Thumbnails.Mountains" Alt="Mountains" Sizes="(min-width: 60rem) 50vw, 100vw" Priority="true" />
            <Picture Of="Thumbnails.Sea" Alt="The sea" class="wide" />
            <Pictures.Meadow />
            """);
        await AppendAsync("Pictures/Meadow.razor", """<Picture Of="Thumbnails.MeadowSideways" Alt="A meadow" />""");
        await AppendAsync("PagesApp/Pages/Index.cshtml", """
            <picture of="Thumbnails.Mountains" alt="Mountains" sizes="(min-width: 60rem) 50vw, 100vw" priority="true" />
            <picture of="Thumbnails.Sea" alt="The sea" class="wide" />
            """);
        await AppendAsync("BlazorApp/Components/Pages/Live.razor", """
            @page "/live"
            @rendermode InteractiveServer
            @if (RendererInfo.IsInteractive)
            {
                <Picture Of="Thumbnails.Sea" Alt="The sea" Blur="true" />
            }
            """);
        await ReplaceAsync("BlazorApp/Components/App.razor", """<link rel="icon" type="image/png" href="favicon.png" />""", """<IconLinks Of="Thumbnails.Icons" />""");
        await ReplaceAsync("PagesApp/Pages/Shared/_Layout.cshtml", "</head>", """<icon-links of="Thumbnails.Icons" /></head>""");
        await AddViewAsync();
        await ReplaceAsync("BlazorApp/BlazorApp.csproj", "</ItemGroup>", """<ProjectReference Include="../Pictures/Pictures.csproj" /></ItemGroup>""");

        _blazor = await BuiltAsync("BlazorApp");
        _pages = await BuiltAsync("PagesApp");
    }

    public async ValueTask DisposeAsync()
    {
        _blazor?.Dispose();
        _pages?.Dispose();
        if (_chromium is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } started })
            await (await started).DisposeAsync();
    }

    private async Task AddViewAsync()
    {
        await AppendAsync("PagesApp/PhotoController.cs", "public class PhotoController : Microsoft.AspNetCore.Mvc.Controller { public Microsoft.AspNetCore.Mvc.IActionResult Index() => View(); }");
        Directory.CreateDirectory(Path.Combine(_folder, "PagesApp", "Views", "Photo"));
        await AppendAsync("PagesApp/Views/Photo/Index.cshtml", """<picture of="Thumbnails.Sea" alt="The sea" blur="true" />""");
        await ReplaceAsync("PagesApp/Program.cs", "AddRazorPages();", "AddRazorPages(); builder.Services.AddControllersWithViews();");
        await ReplaceAsync("PagesApp/Program.cs", "builder.Build();", """builder.Build(); app.UsePathBase("/app");""");
        await ReplaceAsync("PagesApp/Program.cs", "app.MapStaticAssets();", """app.MapStaticAssets(); app.MapControllers().WithStaticAssets(); app.MapControllerRoute("views", "{controller}/{action=Index}").WithStaticAssets();""");
    }

    private async Task NewAsync(string template, string name, params IEnumerable<string> photos)
    {
        Directory.CreateDirectory(Path.Combine(_folder, name, "photos"));
        (await Dotnet.RunAsync(_folder, "new", template, "-o", name, "--no-restore", "--no-update-check")).Expect(0);
        foreach (var photo in photos)
            File.Copy(Path.Combine(Samples.Folder, "photos", photo), Path.Combine(_folder, name, "photos", photo));
        await AppendAsync($"{name}/logo.svg", """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="16" fill="#c00"/></svg>""");
        await ReplaceAsync($"{name}/{name}.csproj", "</Project>", $"""
              <ItemGroup>
                <PackageReference Include="Thumbs.Tasks" Version="{package.Version}" PrivateAssets="all" />
                <GenerateThumbnails Include="photos/*" Widths="{string.Join(';', First)}" Formats="avif;webp;jpeg" />
                <GenerateThumbnails Include="logo.svg" Icons="true" />
              </ItemGroup>
            </Project>
            """);
    }

    private async Task<RunningSite> BuiltAsync(string name)
    {
        var folder = Path.Combine(_folder, name);
        var built = (await Dotnet.RunAsync(folder, "build", "-p:CompressionEnabled=false")).Expect(0);
        Assert.Contains("0 Warning(s)", built.Output, StringComparison.Ordinal);
        return await RunningSite.StartAsync(folder, Path.Combine(folder, $"bin/Debug/net10.0/{name}.dll"), "--environment", "Development");
    }

    private Task AppendAsync(string file, string line) =>
        File.AppendAllTextAsync(Path.Combine(_folder, file), line, TestContext.Current.CancellationToken);

    private async Task ReplaceAsync(string file, string old, string replacement)
    {
        var path = Path.Combine(_folder, file);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, text.Replace(old, replacement, StringComparison.Ordinal), TestContext.Current.CancellationToken);
    }
}
