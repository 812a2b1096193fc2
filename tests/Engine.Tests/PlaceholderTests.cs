using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>Placeholders are made once, and only where they are wanted.</summary>
public sealed class PlaceholderTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    private static readonly RenditionOptions With = new() { Placeholder = true };

    private bool IsInManifest() => _album.Read("thumbs.json").Contains("\"color\": \"#336699\"", StringComparison.Ordinal);

    [Fact]
    public async Task Switched_on_they_are_made_and_no_rendition_and_switched_off_they_leave_nothing_to_do()
    {
        _album.Write("in/a.jpg", "picture a");
        Assert.Equal(OutcomeStatus.Made, await RunAsync(new()));
        Assert.False(IsInManifest());
        var rendition = File.GetLastWriteTimeUtc(_album.At("thumbs/a.jpg"));

        Assert.Equal(OutcomeStatus.Made, await RunAsync(With));
        Assert.True(IsInManifest());
        Assert.Equal(rendition, File.GetLastWriteTimeUtc(_album.At("thumbs/a.jpg")));
        Assert.Equal(OutcomeStatus.UpToDate, await RunAsync(With));
        Assert.True(IsInManifest());

        Assert.Equal(OutcomeStatus.UpToDate, await RunAsync(new()));
        Assert.False(IsInManifest());
        Assert.Equal(OutcomeStatus.UpToDate, await RunAsync(With));
        Assert.True(IsInManifest());

        // Something else is made meanwhile.
        Assert.Equal(OutcomeStatus.Made, await RunAsync(new() { Boxes = [new(64, 64)] }));
        Assert.False(IsInManifest());
        Assert.Equal(OutcomeStatus.UpToDate, await RunAsync(With with { Boxes = [new(64, 64)] }));

        _album.Write("in/a.jpg", "another picture");
        Assert.Equal(OutcomeStatus.Made, await RunAsync(new()));
        Assert.Equal(OutcomeStatus.Made, await RunAsync(With));
    }

    [Fact]
    public async Task A_cache_has_those_of_other_folders()
    {
        _album.CacheFolder = _album.At("cache");
        _album.Write("in/a.jpg", "picture a");
        await RunAsync(new());

        _album.Output = "other";
        Assert.Equal(OutcomeStatus.Made, await RunAsync(With));
        _album.Output = "third";
        Assert.Equal(OutcomeStatus.Copied, await RunAsync(With));
        Assert.True(IsInManifest());
        _album.Output = "thumbs";
        Assert.Equal(OutcomeStatus.Copied, await RunAsync(With));
        Assert.True(IsInManifest());
        _album.Output = "fourth";
        Assert.Equal(OutcomeStatus.Copied, await RunAsync(new()));
        Assert.False(IsInManifest());
    }

    [Fact]
    public async Task Set_by_set_one_that_asks_is_enough()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
        IReadOnlyList<NamedFile> a = [new(_album.At("in/a.jpg"), "")];

        var request = (Request request) => request with
        {
            Inputs = [],
            ManifestFile = _album.At("thumbs.json"),
            Sets = [new(new(), "x", a), new(With, "y", a), new(new(), "x", [new(_album.At("in/b.jpg"), "")])],
        };
        await _album.EngineAsync(request);

        Assert.Single(_album.Read("thumbs.json").Split('\n'), line => line.Contains("\"color\"", StringComparison.Ordinal));
    }

    private async Task<OutcomeStatus> RunAsync(RenditionOptions options)
    {
        var summary = await _album.EngineAsync(request => request with { Renditions = options, ManifestFile = _album.At("thumbs.json") });
        Assert.Equal(0, summary.ExitCode);
        return Assert.Single(_album.Outcomes).Status;
    }
}
