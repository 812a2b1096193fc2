using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

public sealed class PruneTests : IDisposable
{
    private readonly Album _album = new();

    public void Dispose() => _album.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string[]> PruneAsync(bool dryRun = false, bool ownsFolder = false, params string[] inputs)
    {
        using var ledger = _album.Open();
        var problems = new List<Problem>();
        var pruned = ledger.Prune(_album.Plan(inputs), _album.Pruned(dryRun, ownsFolder), problems, Cancellation);
        Assert.Empty(problems);
        if (!dryRun)
            ledger.Save();
        return [.. pruned.Select(path => Path.GetRelativePath(_album.OutputFolder, path).Replace('\\', '/'))];
    }

    private async Task DoneAsync()
    {
        _album.Write("in/a.jpg", "picture a");
        _album.Write("in/x/y/b.jpg", "picture b");
        await _album.RunAsync();
    }

    [Fact]
    public async Task Renditions_of_vanished_sources_are_deleted_and_the_folders_that_are_empty_then()
    {
        await DoneAsync();
        _album.Write("thumbs/x/mine.txt", "");
        Directory.Delete(_album.At("in/x"), recursive: true);
        Assert.Equal(["x/y/b.jpg"], await PruneAsync());
        Assert.False(Directory.Exists(_album.At("thumbs/x/y")));
        Assert.True(File.Exists(_album.At("thumbs/x/mine.txt")));
        Assert.True(File.Exists(_album.At("thumbs/a.jpg")));
        Assert.Equal(["../in/a.jpg"], (await _album.StateAsync()).Sources.Select(source => source.Source));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_dry_run_only_tells()
    {
        await DoneAsync();
        File.Delete(_album.At("in/x/y/b.jpg"));
        Assert.Equal(["x/y/b.jpg"], await PruneAsync(dryRun: true));
        Assert.True(File.Exists(_album.At("thumbs/x/y/b.jpg")));
        Assert.False(File.Exists(_album.JournalFile));
    }

    [Fact]
    public async Task A_folder_that_serves_one_request_alone_keeps_only_what_that_asks_for()
    {
        await DoneAsync();
        Assert.Equal(["x/y/b.jpg"], await PruneAsync(ownsFolder: true, inputs: "in/a.jpg"));
        Assert.True(File.Exists(_album.At("thumbs/a.jpg")));
    }

    [Fact]
    public async Task Sources_that_are_not_in_the_plan_but_exist_keep_their_renditions()
    {
        await DoneAsync();
        Assert.Empty(await PruneAsync(inputs: "in/a.jpg"));
        Assert.True(File.Exists(_album.At("thumbs/x/y/b.jpg")));
    }

    [Fact]
    public async Task Renditions_that_are_no_longer_asked_for_are_deleted()
    {
        _album.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        await DoneAsync();
        _album.Options = new() { Formats = [ImageFormat.Jpeg] };
        Assert.Empty(await _album.RunAsync());
        Assert.Equal(["a.webp", "x/y/b.webp"], await PruneAsync());
        Assert.Equal(["a.jpg", "x/y/b.jpg"], (await _album.StateAsync()).Sources.SelectMany(source => source.Renditions).Select(rendition => rendition.Output));
    }

    [Fact]
    public async Task A_file_whose_hash_is_in_its_name_is_deleted_when_another_follows_it()
    {
        _album.Options = new() { NameTemplate = "{name}.{hash}.{ext}" };
        _album.Write("in/a.jpg", "picture a");
        var old = Assert.Single(await _album.RunAsync());
        _album.Write("in/a.jpg", "changed a");
        _album.Touch("in/a.jpg");
        var current = Assert.Single(await _album.RunAsync());
        Assert.Equal([old["made ".Length..]], await PruneAsync());
        Assert.True(File.Exists(_album.At("thumbs/" + current["made ".Length..])));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task A_foreign_file_of_the_same_length_is_left_alone()
    {
        await DoneAsync();
        File.Delete(_album.At("in/x/y/b.jpg"));
        var foreign = _album.Read("thumbs/x/y/b.jpg").ToUpperInvariant();
        _album.Write("thumbs/x/y/b.jpg", foreign);
        _album.Touch("thumbs/x/y/b.jpg");
        Assert.Empty(await PruneAsync());
        Assert.Equal(foreign, _album.Read("thumbs/x/y/b.jpg"));
    }

    [Fact]
    public async Task What_lay_in_a_folder_that_cannot_be_listed_is_kept()
    {
        await DoneAsync();
        Directory.Delete(_album.At("in/x"), recursive: true);
        var plan = _album.Plan();
        plan.Findings.Unlisted(_album.At("in/x"));
        using var ledger = _album.Open();
        Assert.Empty(ledger.Prune(plan, _album.Pruned(), [], Cancellation));
    }

    [Fact]
    public async Task What_lay_in_a_folder_that_this_run_does_not_search_is_kept_when_that_is_gone()
    {
        await DoneAsync();
        Directory.Delete(_album.At("in/x"), recursive: true);
        Assert.Empty(await PruneAsync(inputs: "in/a.jpg"));
    }

    [Theory]
    [InlineData("in")]
    [InlineData("in/x")]
    public async Task A_folder_that_is_suddenly_empty_may_be_a_disk_that_is_not_there(string folder)
    {
        _album.Write("in/a.jpg", "picture a");
        for (var i = 0; i < 11; i++)
            _album.Write($"in/x/y/{i}.jpg", $"picture {i}");
        await _album.RunAsync();
        Directory.Delete(_album.At(folder), recursive: true);
        Directory.CreateDirectory(_album.At(folder));

        var kept = await _album.EngineAsync(request => request with { Prune = PruneUse.On });

        Assert.Equal((1, 0), (kept.ExitCode, kept.Deleted));
        var problem = _album.Problems.Single(problem => problem.Diagnostic == Diagnostic.WouldPruneAll);
        Assert.Equal(_album.At(folder), problem.Path);
        Assert.Contains("--prune=all", problem.Text, StringComparison.Ordinal);
        var all = await _album.EngineAsync(request => request with { Prune = PruneUse.All });
        Assert.Equal((0, folder == "in" ? 12 : 11), (all.ExitCode, all.Deleted));
    }

    [Fact]
    public async Task A_file_that_is_no_longer_what_was_made_is_left_alone()
    {
        await DoneAsync();
        File.Delete(_album.At("in/x/y/b.jpg"));
        _album.Write("thumbs/x/y/b.jpg", "mine now");
        Assert.Empty(await PruneAsync());
        Assert.Equal("mine now", _album.Read("thumbs/x/y/b.jpg"));
    }

    [Fact]
    public async Task A_rendition_that_another_source_has_taken_over_is_kept()
    {
        _album.Options = new() { Formats = [ImageFormat.WebP] };
        _album.Write("in/a.png", "picture a");
        await _album.RunAsync();
        File.Delete(_album.At("in/a.png"));
        _album.Write("in/a.jpg", "picture b");
        Assert.Equal(["made a.webp"], await _album.RunAsync());
        Assert.Empty(await PruneAsync());
        Assert.True(File.Exists(_album.At("thumbs/a.webp")));
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Nothing_outside_the_output_folder_is_ever_deleted()
    {
        await DoneAsync();
        File.Delete(_album.At("in/x/y/b.jpg"));
        var size = _album.Read("thumbs/x/y/b.jpg").Length;
        _album.Write("precious.jpg", new string('p', size));
        _album.Write("thumbs/.thumbs-state.json", _album.Read("thumbs/.thumbs-state.json").Replace("\"x/y/b.jpg\"", "\"x/../../precious.jpg\"", StringComparison.Ordinal));
        Assert.Empty(await PruneAsync());
        Assert.True(File.Exists(_album.At("precious.jpg")));
    }

    [Fact]
    public async Task No_link_is_followed_out_of_the_output_folder()
    {
        await DoneAsync();
        File.Delete(_album.At("in/x/y/b.jpg"));
        Directory.Move(_album.At("thumbs/x/y"), _album.At("elsewhere"));
        try
        {
            Directory.CreateSymbolicLink(_album.At("thumbs/x/y"), _album.At("elsewhere"));
        }
        catch (Exception exception) when (OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            Assert.Skip("Symbolic links are not permitted here.");
        }
        Assert.Empty(await PruneAsync());
        Assert.True(File.Exists(_album.At("elsewhere/b.jpg")));
    }
}
