using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

using Microsoft.Playwright;

namespace Thumbs.Browser.Tests;

/// <summary>The component and the tag helper in sites as a user begins them, in a browser.</summary>
public sealed partial class PictureTests(NewSites sites) : IClassFixture<NewSites>
{
    /// <summary>Runs before the scripts of a page, whatever its policy.</summary>
    private const string Observe = """
        window.shift = 0;
        window.violations = [];
        new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
        document.addEventListener('securitypolicyviolation', event => window.violations.push(`${event.violatedDirective} ${event.blockedURI.substring(0, 20)}`));
        """;

    /// <summary>Also that of a lazy picture, which is loaded when it comes into view.</summary>
    private const string Loaded = """
        image => new Promise((done, fail) => {
            const end = () => image.naturalWidth > 0 ? done() : fail(new Error(`not shown: ${image.currentSrc}`));
            if (image.complete)
                end();
            image.onload = image.onerror = end;
            setTimeout(() => fail(new Error(`not loaded: ${image.currentSrc}`)), 20000);
        })
        """;

    private static readonly (int Width, float Density)[] Screens = [(360, 1), (360, 3), (800, 1), (800, 2), (1440, 1), (1440, 2)];

    [Theory]
    [InlineData("blazor")]
    [InlineData("pages")]
    public async Task Every_screen_gets_the_file_that_it_needs_and_nothing_moves(string site)
    {
        var chromium = await sites.ChromiumAsync();
        foreach (var (width, density) in Screens)
        {
            var page = await chromium.OpenAsync(width, density);
            await page.AddInitScriptAsync(Observe);
            await page.GotoAsync(AddressOf(site));
            var first = await ShownAsync(page, "Mountains");
            var second = await ShownAsync(page, "The sea");

            // The sizes of the one that has priority are those of the page's line; a lazy one has those of its box.
            var slot = width >= 960 ? width / 2.0 : width;
            Assert.Equal((NewSites.First.FirstOrDefault(one => one >= slot * density, 1200), "avif"), (first.FileWidth, first.Format));
            Assert.Equal((NewSites.Second.FirstOrDefault(one => one >= second.BoxWidth * density, 1000), "avif"), (second.FileWidth, second.Format));
            Assert.All([first, second], picture => Assert.Equal(picture.Width / picture.Height, picture.BoxWidth / picture.BoxHeight, tolerance: 0.02));
            Assert.All([first, second], picture => Assert.True(picture.IsFingerprinted && picture.BoxWidth <= width, $"{picture}"));
            Assert.Equal(("eager", "high", "lazy", "auto, 100vw"), (first.Loading, first.Priority, second.Loading, second.Sizes));
            Assert.Equal(0, await page.EvaluateAsync<double>("() => window.shift"));
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [InlineData("blazor", "counter")]
    [InlineData("pages", "Privacy")]
    public async Task A_strict_policy_has_nothing_against_it(string site, string pageWithout)
    {
        var chromium = await sites.ChromiumAsync();
        // The pages of the templates themselves break it: what matters is what the pictures add.
        var violations = await ViolationsAsync(chromium, AddressOf(site));
        Assert.Subset((await ViolationsAsync(chromium, AddressOf(site) + pageWithout)).ToHashSet(StringComparer.Ordinal), violations.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("blazor")]
    [InlineData("pages")]
    public async Task All_of_it_works_without_scripts(string site)
    {
        var chromium = await sites.ChromiumAsync();
        var page = await chromium.OpenAsync(width: 800, javaScript: false);
        var images = new List<string>();
        page.Response += (_, response) =>
        {
            if (response.Status == 200 && response.Headers.GetValueOrDefault("content-type") == "image/avif")
                images.Add(FileName().Match(response.Url).Groups["name"].Value);
        };
        await page.GotoAsync(AddressOf(site));

        Assert.Superset(new HashSet<string>(["mountains", "sea"], StringComparer.Ordinal), images.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_library_shows_its_own()
    {
        var chromium = await sites.ChromiumAsync();
        var page = await chromium.OpenAsync(width: 800);
        await page.GotoAsync(AddressOf("blazor"));

        var meadow = await ShownAsync(page, "A meadow");
        Assert.Contains("/_content/Pictures/thumbs/meadow-sideways-", meadow.Source, StringComparison.Ordinal);
        Assert.True(meadow.IsFingerprinted);
    }

    [Theory]
    [InlineData("blazor", "live", "/thumbs/")]
    [InlineData("pages", "app/photo", "/app/thumbs/")]
    public async Task On_a_page_with_a_circuit_and_in_a_view_below_a_path_it_is_preceded_by_its_tiny_picture(string site, string path, string folder)
    {
        var page = await (await sites.ChromiumAsync()).OpenAsync(width: 800);
        await page.GotoAsync(AddressOf(site) + path);

        var sea = await ShownAsync(page, "The sea");
        Assert.StartsWith(folder + "sea-", new Uri(sea.Source).AbsolutePath, StringComparison.Ordinal);
        Assert.True(sea.IsFingerprinted);
        var tiny = await page.GetByAltText("The sea").EvaluateAsync<string>("image => getComputedStyle(image).backgroundImage");
        Assert.StartsWith("url(\"data:image/webp;base64,", tiny, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blazor", "", "/thumbs/")]
    [InlineData("pages", "", "/thumbs/")]
    [InlineData("pages", "app/", "/app/thumbs/")]
    public async Task The_icons_that_a_page_names_are_there(string site, string path, string folder)
    {
        using var client = new HttpClient();
        var page = new Uri(AddressOf(site) + path);
        var links = IconLink().Matches(await client.GetStringAsync(page, Cancellation)).Select(match => (Relation: match.Groups["rel"].Value, Address: new Uri(page, match.Groups["href"].Value))).ToList();
        Assert.Equal(["icon", "icon", "apple-touch-icon", "manifest"], links.Select(link => link.Relation));

        Assert.All(links, link => Assert.Matches($@"^{folder}[a-z-]+\.?[a-z]*\.\w{{10}}\.(ico|svg|png|webmanifest)$", link.Address.AbsolutePath));
        var types = new List<string?>();
        foreach (var (_, address) in links)
            types.Add(await TypeAsync(client, address));
        Assert.Equal(["image/x-icon", "image/svg+xml", "image/png", "application/manifest+json"], types);

        using var manifest = JsonDocument.Parse(await client.GetStringAsync(links[^1].Address, Cancellation));
        foreach (var icon in manifest.RootElement.GetProperty("icons").EnumerateArray())
            Assert.Equal("image/png", await TypeAsync(client, new(links[^1].Address, icon.GetProperty("src").GetString())));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<string?> TypeAsync(HttpClient client, Uri address)
    {
        using var answer = await client.GetAsync(address, Cancellation);
        return answer.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType;
    }

    [GeneratedRegex("<link rel=\"(?<rel>icon|apple-touch-icon|manifest)\" href=\"(?<href>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex IconLink();

    private string AddressOf(string site) => (site == "blazor" ? sites.Blazor : sites.Pages).AbsoluteUri;

    private static async Task<IReadOnlyList<string>> ViolationsAsync(Chromium chromium, string address)
    {
        var page = await chromium.OpenAsync(width: 1000);
        await page.AddInitScriptAsync(Observe);
        await page.RouteAsync(address, async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new()
            {
                Response = answer,
                Headers = answer.Headers.Where(header => header.Key != "content-security-policy").Append(new("content-security-policy", "default-src 'self'")),
            });
        });
        await page.GotoAsync(address);
        foreach (var image in await page.Locator("picture img").AllAsync())
        {
            await image.ScrollIntoViewIfNeededAsync();
            await image.EvaluateAsync(Loaded);

            // The dominant colour, in three digits.
            Assert.Matches("^rgb\\(", await image.EvaluateAsync<string>("image => getComputedStyle(image).backgroundColor"));
        }

        return await page.EvaluateAsync<string[]>("() => window.violations");
    }

    /// <summary>Brings an image into view, and waits until it is there.</summary>
    private static async Task<ShownPicture> ShownAsync(IPage page, string alt)
    {
        var image = page.GetByAltText(alt);
        await image.ScrollIntoViewIfNeededAsync();
        await image.EvaluateAsync(Loaded);
        var facts = await image.EvaluateAsync<string[]>("""
            image => [image.currentSrc, image.getAttribute('width'), image.getAttribute('height'), image.getBoundingClientRect().width, image.getBoundingClientRect().height,
                image.loading, image.fetchPriority, image.sizes].map(String)
            """);
        double Number(int index) => double.Parse(facts[index], CultureInfo.InvariantCulture);
        return new(facts[0], Number(1), Number(2), Number(3), Number(4), facts[5], facts[6], facts[7]);
    }

    [GeneratedRegex(@"/(?<name>[a-z-]+)-(?<width>\d+)(?<fingerprint>\.\w{10})?\.(?<format>\w+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();

    /// <summary>A picture on a page.</summary>
    /// <param name="Source">The address of the file that the browser chose.</param>
    /// <param name="Width">By its attribute, in px.</param>
    /// <param name="BoxWidth">On the page, in px of the page.</param>
    private sealed record ShownPicture(
        string Source, double Width, double Height, double BoxWidth, double BoxHeight, string Loading, string Priority, string Sizes)
    {
        public int FileWidth => int.Parse(FileName().Match(Source).Groups["width"].Value, CultureInfo.InvariantCulture);

        public string Format => FileName().Match(Source).Groups["format"].Value;

        public bool IsFingerprinted => FileName().Match(Source).Groups["fingerprint"].Success;
    }
}
