using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>The page of <c>--gallery</c> as a file. What it does in a browser is tested there.</summary>
public sealed class GalleryTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Page => _album.At("out/gallery.html");

    private Outcome Outcome(string source, OutcomeStatus status, params Problem[] problems) => new(
        SourceAt.Of(_album.At(source), source, 1000, default),
        status,
        new(ImageFormat.Jpeg, 4000, 3000, 1, 1000, Digest.OfText("5a")),
        [new RenditionFile(_album.At("out/x/a b.webp"), ImageFormat.WebP, new(128, 96, 432, Digest.OfText("7b")))],
        problems);

    private List<JsonElement> Sources()
    {
        var page = _album.Read("out/gallery.html");
        const string Start = "id=\"data\">";
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        using var data = JsonDocument.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)]);
        return [.. data.RootElement.GetProperty("sources").EnumerateArray().Select(source => source.Clone())];
    }

    [Fact]
    public async Task It_has_every_source_with_its_renditions_and_problems()
    {
        var failed = new Outcome(
            SourceAt.Of(_album.At("in/b.jpg"), "b.jpg", 77, default), OutcomeStatus.Failed, Facts: null, [], [Diagnostic.DamagedImage.At("b.jpg", "Broken")]);
        await GalleryFile.WriteAsync(Page, [failed, Outcome("in/a.jpg", OutcomeStatus.Made)], Cancellation);

        var sources = Sources();
        Assert.Equal(
            """{"path":"../in/a.jpg","bytes":1000,"width":4000,"height":3000,"format":"jpeg","renditions":[{"path":"x/a b.webp","width":128,"height":96,"format":"webp","bytes":432}]}""",
            sources[0].GetRawText());
        Assert.Equal(
            """{"path":"../in/b.jpg","bytes":77,"renditions":[],"problems":[{"severity":"error","code":"THUMB0102","text":"Broken"}]}""",
            sources[1].GetRawText());
    }

    [Fact]
    public async Task It_tells_an_animation_with_alpha_and_a_placeholder()
    {
        var outcome = Outcome("in/a.gif", OutcomeStatus.Made);
        await GalleryFile.WriteAsync(
            Page,
            [outcome with { Facts = outcome.Facts! with { Format = ImageFormat.Gif, Pages = 3, Alpha = true, Placeholder = new("#336699", "data:image/webp;base64,AA==", "AAAAAAA=") } }],
            Cancellation);

        Assert.EndsWith(
            "\"animated\":true,\"alpha\":true,\"color\":\"#336699\",\"placeholder\":\"data:image/webp;base64,AA==\"}", Sources()[0].GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("<!--<script>")]
    [InlineData("{{data}}{{page.js}}$&\"'`\u2028 ü🐟")]
    public async Task No_name_leaves_the_data(string name)
    {
        await GalleryFile.WriteAsync(Page, [Outcome("in/" + name, OutcomeStatus.Made, Diagnostic.PartlyDrawn.At(name, name))], Cancellation);

        var source = Assert.Single(Sources());
        Assert.Equal("../in/" + name, source.GetProperty("path").GetString());
        Assert.Equal(name, source.GetProperty("problems")[0].GetProperty("text").GetString());
        Assert.Equal(2, _album.Read("out/gallery.html").Split("<script").Length - 1);
    }

    [Fact]
    public async Task It_is_written_where_something_has_changed()
    {
        Assert.True(await GalleryFile.WriteAsync(Page, [Outcome("in/a.jpg", OutcomeStatus.Made), Outcome("in/b.jpg", OutcomeStatus.Made)], Cancellation));
        Assert.False(await GalleryFile.WriteAsync(Page, [Outcome("in/b.jpg", OutcomeStatus.UpToDate), Outcome("in/a.jpg", OutcomeStatus.UpToDate)], Cancellation));
        Assert.True(await GalleryFile.WriteAsync(Page, [Outcome("in/b.jpg", OutcomeStatus.UpToDate)], Cancellation));
    }

    [Fact]
    public async Task A_warning_stays_while_its_image_is_up_to_date_and_an_error_does_not()
    {
        var warning = Diagnostic.PartlyDrawn.At("a.svg", "Text");
        await GalleryFile.WriteAsync(Page, [Outcome("in/a.svg", OutcomeStatus.Failed, warning, Diagnostic.CannotEncode.At("a.svg", "No"))], Cancellation);

        await GalleryFile.WriteAsync(Page, [Outcome("in/a.svg", OutcomeStatus.UpToDate)], Cancellation);
        Assert.Equal("""[{"severity":"warning","code":"THUMB0114","text":"Text"}]""", Sources()[0].GetProperty("problems").GetRawText());

        await GalleryFile.WriteAsync(Page, [Outcome("in/a.svg", OutcomeStatus.Made)], Cancellation);
        Assert.False(Sources()[0].TryGetProperty("problems", out _));
    }

    [Fact]
    public async Task A_gallery_edited_by_hand_is_written_anew()
    {
        await GalleryFile.WriteAsync(Page, [Outcome("in/a.jpg", OutcomeStatus.Made)], Cancellation);
        var written = _album.Read("out/gallery.html");
        _album.Write("out/gallery.html", written[..(written.IndexOf("id=\"data\">", StringComparison.Ordinal) + 30)]);

        Assert.True(await GalleryFile.WriteAsync(Page, [Outcome("in/a.jpg", OutcomeStatus.UpToDate)], Cancellation));
        Assert.Equal(written, _album.Read("out/gallery.html"));
    }

    [Fact]
    public async Task A_run_writes_it_a_dry_run_does_not_and_a_shard_writes_its_part()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.EngineAsync(request => request with { GalleryFile = _album.At("thumbs/gallery.html"), DryRun = true });
        Assert.Empty(_album.Files());

        await _album.EngineAsync(request => request with { GalleryFile = _album.At("thumbs/gallery.html") });
        Assert.Equal(["thumbs/a.jpg", "thumbs/gallery.html"], _album.Files());

        _album.Shard = new(1, 2);
        await _album.EngineAsync(request => request with { GalleryFile = _album.At("thumbs/gallery.html") });
        Assert.True(File.Exists(_album.At("thumbs/gallery.1-of-2.html")));
    }
}
