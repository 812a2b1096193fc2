using Microsoft.Playwright;

using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Browser.Tests;

/// <summary>The page of <c>--gallery</c>, opened from the disk.</summary>
public sealed class GalleryTests : IDisposable
{
    private const int Many = 10_000;

    /// <summary>All that an address has a meaning for and a disk of every system takes.</summary>
    private const string OddName = "50% off #1 & [x], 'más' ;100w";

    /// <summary>Of one px.</summary>
    private static readonly Placeholder Tiny = new("#336699", "data:image/webp;base64,UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "AAAAAAA=");

    private readonly string _folder = Directory.CreateTempSubdirectory("thumbs-gallery-").FullName;
    private readonly List<string> _trouble = [];
    private readonly List<string> _requests = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string At(string name) => Path.Join(_folder, name);

    private string Copy(string sample, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.Copy(Path.Join(Samples.Folder, "photos", sample), At(name), overwrite: true);
        return At(name);
    }

    private static RenditionFile Rendition(string path, ImageFormat format, int width, int height) =>
        new(path, format, new(width, height, 10 * width, Digest.OfText(path)));

    private Outcome Outcome(string source, IReadOnlyList<RenditionFile> renditions, params Problem[] problems) => new(
        SourceAt.Of(At(source), source, 44_718, default),
        renditions.Count == 0 ? OutcomeStatus.Failed : OutcomeStatus.Made,
        new(ImageFormat.Jpeg, 1200, 800, 1, 44_718, Digest.OfText(source)),
        renditions,
        problems);

    /// <summary>A picture in three widths of two formats, with a name that is odd, and its source.</summary>
    private Outcome Real() => Outcome(
        Path.GetRelativePath(_folder, Copy("mountains.jpg", $"in/{OddName}.jpg")),
        [
            .. from width in new[] { 300, 600, 1200 }
               from format in new[] { (Format: ImageFormat.Jpeg, Sample: "mountains.jpg"), (Format: ImageFormat.WebP, Sample: "sea.webp") }
               select Rendition(Copy(format.Sample, $"out/{OddName}-{width}{Path.GetExtension(format.Sample)}"), format.Format, width, width * 2 / 3),
        ]);

    /// <summary>Writes the gallery and opens it.</summary>
    private async Task<IPage> OpenAsync(Chromium chromium, int width, IEnumerable<Outcome> outcomes)
    {
        await GalleryFile.WriteAsync(At("gallery.html"), outcomes, Cancellation);
        var page = await chromium.OpenAsync(width);
        page.Console += (_, message) => _trouble.Add(message.Text);
        page.PageError += (_, error) => _trouble.Add(error);
        page.RequestFailed += (_, request) => _trouble.Add(request.Url);
        page.Request += (_, request) => _requests.Add(request.Url);
        await page.GotoAsync(AddressOf("gallery.html"), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.Locator(".card").First.WaitForAsync();
        return page;
    }

    private string AddressOf(string name) => new Uri(At(name)).AbsoluteUri;

    [Fact]
    public async Task Ten_thousand_images_are_there_at_once_and_only_what_is_seen_is_loaded()
    {
        var file = Copy("sea.webp", "out/sea.webp");
        var outcomes = Enumerable.Range(0, Many).Select(i => Outcome(
            $"in/album {i % 100}/image-{i:D5}.jpg",
            i == 7 ? [] : [.. new[] { 320, 640, 1280 }.SelectMany(width => new[] { Rendition(file, ImageFormat.WebP, width, width), Rendition(file, ImageFormat.Avif, width, width) })],
            i == 7 ? [Diagnostic.DamagedImage.At("a", "Broken")] : i < 3 ? [Diagnostic.PartlyDrawn.At("a", "Text")] : []));
        var chromium = await Chromium.StartAsync();
        await using (chromium)
        {
            var page = await OpenAsync(chromium, 1400, outcomes);

            // Two seconds on a machine that does nothing else; here others are at work.
            Assert.InRange(await page.EvaluateAsync<double>("performance.now()"), 0, 8000);
            Assert.InRange(await page.EvaluateAsync<int>("document.querySelectorAll('*').length"), 60, 2500);
            Assert.Equal("10,000 images, 1 to 60 shown", await page.Locator("#count").TextContentAsync());
            Assert.Equal([AddressOf("gallery.html"), AddressOf("out/sea.webp")], _requests.Where(request => !request.StartsWith("data:", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal));

            await page.FillAsync("#search", "ALBUM image-0994");
            Assert.Equal(10, await page.Locator(".card").CountAsync());
            await page.FillAsync("#search", "");
            await page.SelectOptionAsync("#state", "warning");
            Assert.Equal("3 images", await page.Locator("#count").TextContentAsync());
            await page.SelectOptionAsync("#state", "error");
            Assert.Equal("1 image", await page.Locator("#count").TextContentAsync());
            await page.SelectOptionAsync("#state", "");
            await page.SelectOptionAsync("#format", "rendition:avif");
            Assert.Equal("9,999 images, 1 to 60 shown", await page.Locator("#count").TextContentAsync());
            await page.ClickAsync("#next-page");
            Assert.Equal("9,999 images, 61 to 120 shown", await page.Locator("#count").TextContentAsync());
            Assert.Empty(_trouble);
        }
    }

    [Fact]
    public async Task It_is_used_by_the_keyboard()
    {
        var chromium = await Chromium.StartAsync();
        await using (chromium)
        {
            var page = await OpenAsync(chromium, 1400, [Real(), Outcome("a.jpg", []), Outcome("b.jpg", []), Outcome("z.jpg", [], Diagnostic.DamagedImage.At("z", "Broken"))]);
            var focused = () => page.EvaluateAsync<string>("document.activeElement.id || document.activeElement.textContent.trim()");
            foreach (var expected in new[] { "search", "format", "state", "a.jpg" })
            {
                await page.Keyboard.PressAsync("Tab");
                Assert.Equal(expected, await focused());
            }

            // From card to card, into the third and on to the next.
            await page.Keyboard.PressAsync("ArrowRight");
            Assert.Equal("b.jpg", await focused());
            await page.Keyboard.PressAsync("End");
            Assert.Equal("z.jpg", await focused());
            await page.Keyboard.PressAsync("Enter");
            Assert.Contains("THUMB0102: Broken", await page.Locator("#problems").InnerTextAsync(), StringComparison.Ordinal);
            await page.Keyboard.PressAsync("ArrowLeft");
            Assert.Equal($"in/{OddName}.jpg", await page.Locator("#name").TextContentAsync());

            // Previous, next, close, slider, renditions.
            foreach (var expected in new[] { "next", "close", "slider" })
            {
                await page.Keyboard.PressAsync("Tab");
                Assert.Equal(expected, await focused());
            }

            await page.Keyboard.PressAsync("ArrowRight");
            await page.Keyboard.PressAsync("ArrowRight");
            Assert.Equal("52%", await page.EvaluateAsync<string>("document.getElementById('stage').style.getPropertyValue('--at')"));
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("ArrowLeft");
            Assert.StartsWith("webp 600 × 400: 6.0 kB −87 %", await page.Locator("#after-text").InnerTextAsync(), StringComparison.Ordinal);
            var widths = await page.EvaluateAsync<int[]>("Promise.all(['before', 'after'].map(id => document.getElementById(id).decode())).then(() => ['before', 'after'].map(id => document.getElementById(id).naturalWidth))");
            Assert.Equal([1200, 1000], widths);

            await page.Keyboard.PressAsync("Escape");
            Assert.False(await page.Locator("#image").IsVisibleAsync());
            await Assertions.Expect(page.Locator(".open", new() { HasText = OddName })).ToBeFocusedAsync();
            Assert.Empty(_trouble);
        }
    }

    [Fact]
    public async Task On_a_phone_nothing_is_wider_than_the_screen_and_the_colours_follow_the_system()
    {
        var endless = new string('x', 200);
        var chromium = await Chromium.StartAsync();
        await using (chromium)
        {
            var odd = Outcome($"{endless}/{endless}<img src=x onerror=alert(1)>.jpg", Real().Renditions, Diagnostic.PartlyDrawn.At("a", endless));
            var page = await OpenAsync(chromium, 360, [odd with { Facts = odd.Facts! with { Format = ImageFormat.Gif, Pages = 2, Alpha = true, Placeholder = Tiny } }]);
            var width = "Math.max(document.documentElement.scrollWidth, document.getElementById('image').scrollWidth)";
            Assert.Equal(360, await page.EvaluateAsync<int>(width));
            await page.ClickAsync(".open");
            Assert.Equal(360, await page.EvaluateAsync<int>(width));
            Assert.Equal(360, await page.EvaluateAsync<int>("document.getElementById('image').clientWidth"));
            foreach (var traits in new[] { ".card .traits", "#traits" })
            {
                Assert.Equal(["", "animated", "alpha"], await page.Locator($"{traits} span").AllTextContentsAsync());
                Assert.Equal("rgb(51, 102, 153)", await page.Locator($"{traits} .swatch").EvaluateAsync<string>("swatch => getComputedStyle(swatch).backgroundColor"));
            }

            Assert.Equal(1, await page.Locator("#traits img").EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));

            var colour = () => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
            var light = await colour();
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            Assert.NotEqual(light, await colour());
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            Assert.Equal("rgb(255, 255, 255)", await colour());
            Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
        }
    }

    [Fact]
    public async Task Its_markup_works_on_a_page()
    {
        var chromium = await Chromium.StartAsync();
        await using (chromium)
        {
            var gallery = await OpenAsync(chromium, 1400, [Real()]);
            await gallery.ClickAsync(".open");
            var full = await gallery.InputValueAsync("#markup");
            await gallery.FillAsync("#sizes", "(min-width: 500px) 250px, 100vw");
            await gallery.FillAsync("#base", AddressOf("") + "/");
            var sized = await gallery.InputValueAsync("#markup");

            Assert.Equal($"{OddName}-600.webp", await PickedAsync(chromium, full, 500));
            Assert.Equal($"{OddName}-1200.webp", await PickedAsync(chromium, full, 1000));
            Assert.Equal($"{OddName}-300.webp", await PickedAsync(chromium, sized, 1000));
            Assert.Equal($"{OddName}-600.webp", await PickedAsync(chromium, sized, 400));
            Assert.Equal($"{OddName}-600.jpg", await PickedAsync(chromium, full.Replace("image/webp", "image/unknown", StringComparison.Ordinal), 500));
            Assert.Empty(_trouble);
        }
    }

    /// <summary>The name of the file that a browser loads for a picture on a page beside the gallery.</summary>
    private async Task<string> PickedAsync(Chromium chromium, string markup, int width)
    {
        await File.WriteAllTextAsync(At("page.html"), $"<!doctype html><meta charset=utf-8><body style='margin:0'>{markup}", Cancellation);
        var page = await chromium.OpenAsync(width);
        await page.GotoAsync(AddressOf("page.html"));
        var picked = await page.EvaluateAsync<string>("(async () => { const image = document.images[0]; await image.decode(); return image.currentSrc; })()");
        await page.CloseAsync();
        return Path.GetFileName(new Uri(picked).LocalPath);
    }
}
