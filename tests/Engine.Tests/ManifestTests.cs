using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

public sealed class ManifestTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Outcome Outcome(string source, params string[] renditions) => new(
        SourceAt.Of(_album.At(source), source, 1000, default),
        OutcomeStatus.Made,
        new(ImageFormat.Jpeg, 4000, 3000, 1, 1000, Digest.OfText("5a"), Alpha: true),
        [.. renditions.Select(name => new RenditionFile(_album.At(name), FormatNames.ByName(name)!.Value, new(128, 96, 4321, Digest.OfText("7b"))))],
        []);

    [Fact]
    public async Task The_manifest_lists_every_source_with_its_renditions()
    {
        Assert.True(await ManifestFile.WriteAsync(
            _album.At("out/thumbs.json"),
            [Outcome("in/b & ü.jpg", "out/b.webp"), Outcome("in/a.jpg", "out/x/a.tif", "out/x/a.jpg")],
            Cancellation));
        Assert.Equal(
            """
            {
              "version": 3,
              "sources": [
                {
                  "source": "../in/a.jpg",
                  "width": 4000,
                  "height": 3000,
                  "format": "jpeg",
                  "sha256": "SOURCE",
                  "animated": false,
                  "alpha": true,
                  "renditions": [
                    {
                      "path": "x/a.tif",
                      "width": 128,
                      "height": 96,
                      "format": "tiff",
                      "mediaType": "image/tiff",
                      "bytes": 4321,
                      "sha256": "RENDITION"
                    },
                    {
                      "path": "x/a.jpg",
                      "width": 128,
                      "height": 96,
                      "format": "jpeg",
                      "mediaType": "image/jpeg",
                      "bytes": 4321,
                      "sha256": "RENDITION"
                    }
                  ]
                },
                {
                  "source": "../in/b & ü.jpg",
                  "width": 4000,
                  "height": 3000,
                  "format": "jpeg",
                  "sha256": "SOURCE",
                  "animated": false,
                  "alpha": true,
                  "renditions": [
                    {
                      "path": "b.webp",
                      "width": 128,
                      "height": 96,
                      "format": "webp",
                      "mediaType": "image/webp",
                      "bytes": 4321,
                      "sha256": "RENDITION"
                    }
                  ]
                }
              ]
            }
            """.ReplaceLineEndings("\n").Replace("SOURCE", Digest.OfText("5a").ToString(), StringComparison.Ordinal).Replace("RENDITION", Digest.OfText("7b").ToString(), StringComparison.Ordinal),
            _album.Read("out/thumbs.json"));
    }

    [Fact]
    public async Task Sources_that_failed_are_listed_apart_with_their_first_error()
    {
        var missing = new Outcome(
            SourceAt.Of(_album.At("in/z.jpg"), "in/z.jpg", 1, default), OutcomeStatus.Failed, Facts: null, [],
            [Diagnostic.TruncatedImageMade.At(path: null, "no error"), Diagnostic.TruncatedImage.At(path: null, "It ends")]);
        var stale = Outcome("in/b.jpg", "b.webp") with { Status = OutcomeStatus.Failed, Problems = [Diagnostic.DamagedImage.At(path: null, "It is \"damaged\"")] };
        await ManifestFile.WriteAsync(_album.At("thumbs.json"), [missing, stale], Cancellation);

        var manifest = await ManifestFile.ReadAsync(_album.At("thumbs.json"), Cancellation);
        Assert.Equal(["in/b.jpg"], manifest.Sources.Select(source => source.Source));
        Assert.Equal([new("in/b.jpg", "THUMB0102", "It is \"damaged\""), new("in/z.jpg", "THUMB0105", "It ends")], manifest.Failed!);
    }

    [Fact]
    public async Task Placeholders_are_written_where_there_are_any()
    {
        var outcome = Outcome("a.gif", "a.webp");
        outcome = outcome with { Facts = outcome.Facts! with { Format = ImageFormat.Gif, Pages = 2, Placeholder = new("#336699", "data:image/webp;base64,UklGRg==", "AAECAwQ=") } };
        await ManifestFile.WriteAsync(_album.At("thumbs.json"), [outcome], Cancellation);
        Assert.Contains(
            """
                  "animated": true,
                  "alpha": true,
                  "color": "#336699",
                  "placeholder": "data:image/webp;base64,UklGRg==",
                  "thumbHash": "AAECAwQ=",
                  "renditions": [
            """.ReplaceLineEndings("\n"),
            _album.Read("thumbs.json"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_already_says_the_same_is_not_written()
    {
        var path = _album.At("thumbs.json");
        Assert.True(await ManifestFile.WriteAsync(path, [Outcome("a.jpg", "a.webp"), Outcome("b.jpg", "b.webp")], Cancellation));
        _album.Touch("thumbs.json");
        var time = File.GetLastWriteTimeUtc(path);
        Assert.False(await ManifestFile.WriteAsync(path, [Outcome("b.jpg", "b.webp"), Outcome("a.jpg", "a.webp")], Cancellation));
        Assert.Equal(time, File.GetLastWriteTimeUtc(path));
        Assert.True(await ManifestFile.WriteAsync(path, [Outcome("b.jpg", "b.webp")], Cancellation));
        Assert.Single(Directory.EnumerateFiles(_album.At(".")));
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_written_is_told()
    {
        _album.Write("file", "");
        var thrown = await Assert.ThrowsAsync<ThumbsException>(() => ManifestFile.WriteAsync(_album.At("file/thumbs.json"), [], Cancellation));
        Assert.Equal("THUMB0304", thrown.Problem.Code);
    }
}
