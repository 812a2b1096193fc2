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
        new Source(_album.At(source), source, 1000, default),
        OutcomeStatus.Made,
        new(ImageFormat.Jpeg, 4000, 3000, 1, 1000, Digest.OfText("5a")),
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
              "version": 2,
              "sources": [
                {
                  "source": "../in/a.jpg",
                  "width": 4000,
                  "height": 3000,
                  "format": "jpeg",
                  "sha256": "SOURCE",
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
    public async Task Sources_without_renditions_are_not_in_it()
    {
        var failed = new Outcome(new Source(_album.At("in/a.jpg"), "in/a.jpg", 1, default), OutcomeStatus.Failed, Facts: null, [], []);
        await ManifestFile.WriteAsync(_album.At("thumbs.json"), [failed], Cancellation);
        Assert.Contains("\"sources\": []", _album.Read("thumbs.json"), StringComparison.Ordinal);
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
