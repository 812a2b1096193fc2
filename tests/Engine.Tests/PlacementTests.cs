using Thumbs.Diagnostics;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>What is in the output folder and not ours stays as it is.</summary>
public sealed class PlacementTests : IDisposable
{
    private readonly Album _album = new();

    public PlacementTests()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/b.jpg", "picture b");
    }

    public void Dispose() => _album.Dispose();

    private Outcome OutcomeOf(string name) => _album.Outcomes.Single(outcome => Path.GetFileName(outcome.Source.Path) == name);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_foreign_file_is_named_and_kept_and_the_rest_is_made(bool isReadOnly)
    {
        _album.Write("thumbs/a.jpg", "mine");
        if (isReadOnly)
            File.SetAttributes(_album.At("thumbs/a.jpg"), FileAttributes.ReadOnly);

        Assert.Equal(1, (await _album.EngineAsync()).ExitCode);

        var problem = Assert.Single(OutcomeOf("a.jpg").Problems);
        Assert.Equal((Diagnostic.NotOurs, _album.At("thumbs/a.jpg")), (problem.Diagnostic, problem.Path));
        Assert.Contains("--overwrite", problem.Text, StringComparison.Ordinal);
        Assert.Equal("mine", _album.Read("thumbs/a.jpg"));
        Assert.Equal(OutcomeStatus.Made, OutcomeOf("b.jpg").Status);
        Assert.Equal(["thumbs/a.jpg", "thumbs/b.jpg"], _album.Files());
        File.SetAttributes(_album.At("thumbs/a.jpg"), FileAttributes.Normal);
    }

    [Fact]
    public async Task It_is_written_over_where_that_is_asked_for()
    {
        _album.Write("thumbs/a.jpg", "mine");
        Assert.Equal(0, (await _album.EngineAsync(request => request with { Overwrite = true })).ExitCode);
        Assert.EndsWith("picture a", _album.Read("thumbs/a.jpg"), StringComparison.Ordinal);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_dry_run_foretells_it()
    {
        _album.Write("thumbs/a.jpg", "mine");
        await _album.EngineAsync(request => request with { DryRun = true });
        Assert.Equal(Diagnostic.NotOurs, Assert.Single(OutcomeOf("a.jpg").Problems).Diagnostic);
        Assert.Empty(OutcomeOf("b.jpg").Problems);
    }

    [Fact]
    public async Task A_copy_does_not_replace_it_either()
    {
        await _album.RunAsync();
        _album.Write("in/c.jpg", "picture a");
        _album.Write("thumbs/c.jpg", "mine");
        Assert.Equal(1, (await _album.EngineAsync()).ExitCode);
        Assert.Equal(Diagnostic.NotOurs, Assert.Single(OutcomeOf("c.jpg").Problems).Diagnostic);
        Assert.Equal("mine", _album.Read("thumbs/c.jpg"));
    }

    [Fact]
    public async Task What_was_made_is_replaced_when_its_source_changes()
    {
        await _album.RunAsync();
        _album.Touch("thumbs/a.jpg");
        _album.Write("in/a.jpg", "picture A");
        Assert.Equal(["made a.jpg"], await _album.RunAsync());
    }

    [Fact]
    public async Task Without_a_book_the_same_bytes_and_a_part_of_them_count_as_made_here()
    {
        await _album.RunAsync();
        File.Delete(_album.StateFile);
        _album.Write("thumbs/b.jpg", _album.Read("thumbs/b.jpg")[..^3]);
        Assert.Equal(0, (await _album.EngineAsync()).ExitCode);
        Assert.EndsWith("picture b", _album.Read("thumbs/b.jpg"), StringComparison.Ordinal);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_link_in_the_way_is_replaced_and_what_it_leads_to_is_kept()
    {
        Platform.SkipOnWine("CreateSymbolicLink makes no link, and says that it did.");
        _album.Write("elsewhere/a.jpg", "mine");
        Directory.CreateDirectory(_album.OutputFolder);
        File.CreateSymbolicLink(_album.At("thumbs/a.jpg"), _album.At("elsewhere/a.jpg"));
        Assert.Equal(0, (await _album.EngineAsync()).ExitCode);
        Assert.Equal("mine", _album.Read("elsewhere/a.jpg"));
        Assert.EndsWith("picture a", _album.Read("thumbs/a.jpg"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("thumbs/.thumbs-state.json")]
    [InlineData("thumbs/.thumbs-state.journal")]
    public async Task A_book_is_not_written_through_a_link(string book)
    {
        Platform.SkipOnWine("CreateSymbolicLink makes no link, and says that it did.");
        _album.Write("elsewhere/victim", "mine");
        Directory.CreateDirectory(_album.OutputFolder);
        File.CreateSymbolicLink(_album.At(book), _album.At("elsewhere/victim"));
        await _album.EngineAsync();
        Assert.Equal("mine", _album.Read("elsewhere/victim"));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Books_of_shards_are_not_written_through_a_link()
    {
        Platform.SkipOnWine("CreateSymbolicLink makes no link, and says that it did.");
        Directory.CreateDirectory(_album.OutputFolder);
        Directory.CreateDirectory(_album.At("elsewhere"));
        Directory.CreateSymbolicLink(_album.At("thumbs/.thumbs-shards"), _album.At("elsewhere"));
        _album.Shard = new(1, 2);
        Assert.Equal(3, (await _album.EngineAsync()).ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_album.At("elsewhere")));
    }

    [Fact]
    public async Task A_whole_run_deletes_only_the_books_of_shards()
    {
        _album.Shard = new(1, 1);
        await _album.RunAsync();
        _album.Write("thumbs/.thumbs-shards/mine.txt", "mine");
        _album.Shard = null;
        await _album.RunAsync();
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(_album.At("thumbs/.thumbs-shards")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Files_that_vanish_during_the_run_are_told()
    {
        _album.AtDone = _ => Directory.Delete(_album.OutputFolder, recursive: true);
        var summary = await _album.EngineAsync(request => request with { Jobs = 1 });
        Assert.Equal(3, summary.ExitCode);
        Assert.Contains(_album.Problems, problem => problem.Diagnostic == Diagnostic.OutputVanished);
        _album.AtDone = null;
        await _album.EngineAsync();
        Assert.Equal(["thumbs/a.jpg", "thumbs/b.jpg"], _album.Files());
    }

    /// <summary>Whatever time the disk gives a file, and also where it is gone before its time is asked for.</summary>
    [Fact]
    public void What_vanished_before_it_was_recorded_counts_as_vanished()
    {
        var job = _album.Plan().Jobs[0];
        using var ledger = _album.Open();
        var facts = new SourceFacts(ImageFormat.Jpeg, 1024, 768, 1, job.Source.Length, Digest.OfBytes("picture a"u8));
        ledger.Record(job, Verdict.NothingIsFresh(job), facts, [new(0, new(128, 96, 9, Digest.OfBytes("rendition"u8)))]);
        Assert.Equal(1, ledger.CountVanished());
    }

    [Fact]
    public async Task A_folder_that_vanishes_before_anything_is_made_is_told_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder in which a file is open cannot be deleted there.");
        _album.Worker = ["images", "code"];
        _album.Write("in/bad.jpg", "never heard of");
        _album.AtDone = _ => Directory.Move(_album.OutputFolder, _album.At("moved"));
        var summary = await _album.EngineAsync(request => request with { Inputs = ["in/bad.jpg"] });

        Assert.Equal((ExitCode.MachineFailed, 1), (summary.ExitCode, summary.Failed));
        Assert.Equal(Diagnostic.OutputVanished, Assert.Single(_album.Problems).Diagnostic);
        Assert.False(Directory.Exists(_album.OutputFolder));
    }

    [Fact]
    public async Task The_books_of_a_run_that_has_the_folder_meanwhile_are_left_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder in which a file is open cannot be moved there.");
        _album.AtDone = _ =>
        {
            if (Directory.Exists(_album.At("moved")))
                return;
            Directory.Move(_album.OutputFolder, _album.At("moved"));
            _album.Write("thumbs/.thumbs-state.json", "of another run");
            _album.Write("thumbs/.thumbs-state.journal", "of another run");
        };
        var summary = await _album.EngineAsync(request => request with { Jobs = 1 });

        Assert.Equal(ExitCode.MachineFailed, summary.ExitCode);
        Assert.Equal(("of another run", "of another run"), (_album.Read("thumbs/.thumbs-state.json"), _album.Read("thumbs/.thumbs-state.journal")));
    }

    [Fact]
    public async Task A_link_to_nothing_is_no_manifest_and_no_gallery()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Not everyone may make links there.");
        File.CreateSymbolicLink(_album.At("link"), _album.At("nowhere"));
        var manifest = await Assert.ThrowsAsync<ThumbsException>(() => _album.EngineAsync(request => request with { ManifestFile = _album.At("link") }));
        var gallery = await Assert.ThrowsAsync<ThumbsException>(() => _album.EngineAsync(request => request with { GalleryFile = _album.At("link") }));

        Assert.Equal((Diagnostic.NotOurs, Diagnostic.NotOurs), (manifest.Problem.Diagnostic, gallery.Problem.Diagnostic));
        Assert.Equal(_album.At("nowhere"), new FileInfo(_album.At("link")).LinkTarget);
    }

    [Theory]
    [InlineData("in/a.jpg")]
    [InlineData("thumbs/a.jpg")]
    [InlineData("thumbs/.thumbs-state.json")]
    [InlineData("thumbs/.thumbs-new")]
    [InlineData("package.json")]
    [InlineData("index.html")]
    [InlineData("in")]
    public async Task A_manifest_and_a_gallery_are_written_over_nothing_but_their_like(string path)
    {
        _album.Write("package.json", """{ "version": 1, "dependencies": {} }""");
        _album.Write("index.html", "<!doctype html>\n<title>Mine</title>");
        await _album.RunAsync();
        if (path == "thumbs/a.jpg")
            File.Delete(_album.At(path)); // A rendition that is still to be made.
        var before = Contents();

        var manifest = await Assert.ThrowsAsync<ThumbsException>(() => _album.EngineAsync(request => request with { ManifestFile = _album.At(path) }));
        var gallery = await Assert.ThrowsAsync<ThumbsException>(() => _album.EngineAsync(request => request with { GalleryFile = _album.At(path) }));

        Assert.Equal((Diagnostic.NotOurs, _album.At(path)), (manifest.Problem.Diagnostic, manifest.Problem.Path));
        Assert.Equal((Diagnostic.NotOurs, _album.At(path)), (gallery.Problem.Diagnostic, gallery.Problem.Path));
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task A_manifest_is_written_over_an_older_one_and_over_an_empty_file()
    {
        _album.Write("list.json", "");
        await _album.EngineAsync(request => request with { ManifestFile = _album.At("list.json") });
        _album.Write("in/c.jpg", "picture c");
        Assert.Equal(0, (await _album.EngineAsync(request => request with { ManifestFile = _album.At("list.json") })).ExitCode);
        Assert.Contains("c.jpg", _album.Read("list.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_writes_its_manifest_over_nothing_else()
    {
        _album.Shard = new(1, 1);
        await _album.EngineAsync(request => request with { ManifestFile = _album.At("list.json") });
        var part = _album.Shard.PartOf(_album.At("list.json"));
        await Assert.ThrowsAsync<ThumbsException>(() => ShardManifests.MergeAsync([part], _album.At("in/a.jpg"), TestContext.Current.CancellationToken));
        Assert.Equal("picture a", _album.Read("in/a.jpg"));
    }

    [Theory]
    [InlineData("""{"version":3,"shard":{"index":1,"count":1,"plan":"x"},"sources":[null]}""")]
    [InlineData("""{"version":3,"shard":{"index":1,"count":1,"plan":"x"},"sources":[{"source":"a","width":1,"height":1,"format":"jpeg","sha256":"","animated":false,"alpha":false,"renditions":[null]}]}""")]
    public async Task A_manifest_with_holes_is_none(string content)
    {
        _album.Write("list.json", content);
        var refused = await Assert.ThrowsAsync<ThumbsException>(() => ShardManifests.MergeAsync([_album.At("list.json")], _album.At("all.json"), TestContext.Current.CancellationToken));
        Assert.Equal(Diagnostic.ShardsDoNotFit, refused.Problem.Diagnostic);
    }

    private Dictionary<string, string> Contents() => Directory.EnumerateFiles(_album.At("."), "*", SearchOption.AllDirectories)
        .ToDictionary(file => file, File.ReadAllText, StringComparer.Ordinal);
}
