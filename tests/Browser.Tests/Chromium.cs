using Microsoft.Playwright;

namespace Thumbs.Browser.Tests;

/// <summary>The Chromium or Chrome of this machine, without a window; nothing is downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
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
        var path = ChromiumPath.Find();
        Assert.SkipWhen(path is null, $"None of {string.Join(", ", ChromiumPath.Names)} is on the PATH.");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ChromiumPath.Arguments });
        return new(playwright, browser);
    }

    /// <summary>Opens an empty page, with nothing in its cache.</summary>
    /// <param name="width">Of the window, in px of the page.</param>
    /// <param name="density">Of the screen, in its own px for one of the page.</param>
    /// <param name="javaScript">Whether its scripts run.</param>
    public Task<IPage> OpenAsync(int width, float density = 1, bool javaScript = true) => _browser.NewPageAsync(new()
    {
        ViewportSize = new() { Width = width, Height = 1000 },
        DeviceScaleFactor = density,
        JavaScriptEnabled = javaScript,
    });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
