using Microsoft.Playwright;

namespace Thumbs.Browser.Tests;

/// <summary>The Chromium or Chrome of this machine, without a window; nothing is downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Starts it; skips the test where there is none.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var path = Find();
        Assert.SkipWhen(path is null, $"None of {string.Join(", ", Names)} is on the PATH.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            // Its sandbox does not start for root nor in most containers; it only opens our own pages here.
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        return new(playwright, browser);
    }

    /// <summary>Opens an empty page, with nothing in its cache.</summary>
    /// <param name="width">Of the window, in px.</param>
    public Task<IPage> OpenAsync(int width) => _browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 1000 } });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         select Path.Join(folder, name) + (OperatingSystem.IsWindows() ? ".exe" : ""))
        .FirstOrDefault(File.Exists);
}
