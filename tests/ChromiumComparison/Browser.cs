using Microsoft.Playwright;

using Thumbs.Images;
using Thumbs.Tests;

namespace Thumbs.ChromiumComparison;

/// <summary>Chromium, without a window.</summary>
internal sealed class Browser : IAsyncDisposable
{
    /// <summary>Draws a picture at its own size, upright, in sRGB; a canvas has at most 16,384 px a side. Gives its pixels as PNG, or nothing.</summary>
    private const string Draw = """
        async address => {
          const image = new Image();
          image.src = address;
          try { await image.decode(); } catch { return null; }
          const scale = Math.min(1, 16384 / Math.max(image.naturalWidth, image.naturalHeight));
          const canvas = document.createElement('canvas');
          canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
          canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
          const context = canvas.getContext('2d');
          context.imageSmoothingQuality = 'high';
          context.drawImage(image, 0, 0, canvas.width, canvas.height);
          return canvas.toDataURL('image/png').split(',')[1];
        }
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <param name="program">Absolute.</param>
    public static async Task<Browser> StartAsync(string program)
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ChromiumPath.Arguments }));
    }

    /// <summary>What it shows of an image.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="cancellation">Looked at before each image.</param>
    /// <returns>A PNG; <see langword="null"/> where it shows nothing.</returns>
    public async Task<byte[]?> ShowAsync(string path, CancellationToken cancellation)
    {
        var format = FormatSignature.Of(path) ?? FormatNames.ByName(Path.GetFileName(path)) ?? ImageFormat.Jpeg;
        var address = $"data:{format.MediaType()};base64,{Convert.ToBase64String(await File.ReadAllBytesAsync(path, cancellation))}";

        // A page of its own: a picture too large for the browser ends the page, and not the comparison.
        var page = await _browser.NewPageAsync();
        try
        {
            return await page.EvaluateAsync<string?>(Draw, address) is { } png ? Convert.FromBase64String(png) : null;
        }
        catch (PlaywrightException)
        {
            return null;
        }
        finally
        {
            await page.CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
