using System.Collections.Concurrent;
using System.Net;

using Microsoft.Playwright;

using Thumbs.Tasks.Tests;

namespace Thumbs.Browser.Tests;

/// <summary>The ASP.NET Core sample, published from a clean clone, as a client and as a browser see it.</summary>
public sealed class SiteTests(PublishedSite site) : IClassFixture<PublishedSite>
{
    private const int Wide = 1100, Narrow = 320;

    private static readonly string[] Pictures = ["meadow-sideways", "mountains", "sea"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_thumbnail_answers_under_its_plain_and_its_fingerprinted_address()
    {
        var expected =
            from name in Pictures
            from width in new[] { 300, 600 }
            from extension in new[] { "avif", "jpg", "webp" }
            select $"thumbs/{name}-{width}.{extension}";
        string[] icons = ["disc", "leaf", "sun"];
        Assert.Equal([.. icons.Select(icon => $"_content/PictureLibrary/thumbs/{icon}.webp"), .. expected], site.Files);
        Assert.Equal(2 * site.Files.Count, site.Routes.Count);

        using var client = new HttpClient { BaseAddress = site.Address };
        foreach (var route in site.Routes)
        {
            using var response = await client.GetAsync(new Uri(route, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(MediaType(route), response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(IsFingerprinted(route), response.Headers.CacheControl?.ToString().Contains("immutable", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_browser_shows_every_thumbnail_in_its_own_aspect()
    {
        var chromium = await Chromium.StartAsync();
        await using (chromium)
        {
            var page = await chromium.OpenAsync(Wide);
            var answers = new ConcurrentDictionary<string, (int Status, string? MediaType)>(StringComparer.Ordinal);
            page.Response += (_, response) =>
                answers[new Uri(response.Url).AbsolutePath[1..]] = (response.Status, response.Headers.GetValueOrDefault("content-type"));
            var images = await ShowAsync(page);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Root, "artifacts", "screenshots", "gallery.png"), FullPage = true });

            Assert.All(site.Routes, route => Assert.Equal(((int)HttpStatusCode.OK, MediaType(route)), answers[route]));
            Assert.All(images, image => Assert.InRange(image.NaturalWidth, 1, 600));
            Assert.All(images, image => Assert.Equal(Aspect(image.Source), image.NaturalAspect, tolerance: 0.01));
            Assert.All(images.Where(image => !image.IsContained), image => Assert.Equal(image.NaturalAspect, image.ShownAspect, tolerance: 0.01));
            Assert.Superset(site.Routes.ToHashSet(StringComparer.Ordinal), images.Select(image => image.Source).ToHashSet(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_browser_takes_the_best_format_in_the_width_that_it_needs()
    {
        var chromium = await Chromium.StartAsync();
        await using (chromium)
        {
            foreach (var (window, width) in new[] { (Wide, 600), (Narrow, 300) })
            {
                var images = await ShowAsync(await chromium.OpenAsync(window));
                var gallery = images.Where(image => image.IsInGallery).Select(image => image.Source).Order(StringComparer.Ordinal).ToList();
                Assert.Equal(Pictures.Length, gallery.Count);
                Assert.All(gallery.Zip(Pictures), pair => Assert.Matches($@"^thumbs/{pair.Second}-{width}\.\w{{10}}\.avif$", pair.First));
            }
        }
    }

    /// <summary>Opens the page, and waits until everything on it is loaded.</summary>
    private async Task<IReadOnlyList<ShownImage>> ShowAsync(IPage page)
    {
        var answer = await page.GotoAsync(site.Address.AbsoluteUri);
        Assert.Equal((int)HttpStatusCode.OK, answer!.Status);
        return await ShownImage.AllOnAsync(page);
    }

    private bool IsFingerprinted(string route) => !site.Files.Contains(route);

    /// <summary>Of the source of a thumbnail.</summary>
    private static double Aspect(string address) => Path.GetFileName(address) switch
    {
        var name when name.StartsWith("meadow", StringComparison.Ordinal) => 600 / 900.0,
        var name when name.StartsWith("mountains", StringComparison.Ordinal) => 1200 / 800.0,
        var name when name.StartsWith("sea", StringComparison.Ordinal) => 1000 / 667.0,
        _ => 1,
    };

    private static string MediaType(string route) => Path.GetExtension(route) switch
    {
        ".jpg" => "image/jpeg",
        var extension => $"image/{extension[1..]}",
    };
}
