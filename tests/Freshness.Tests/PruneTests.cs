using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

public sealed class PruneTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string[]> PruneAsync(bool dryRun = false, bool ownsFolder = false, params string[] inputs)
    {
        using var ledger = _workshop.Open();
        var problems = new List<Problem>();
        var pruned = ledger.Prune(_workshop.Plan(inputs), ownsFolder, dryRun, problems, Cancellation);
        Assert.Empty(problems);
        if (!dryRun)
            ledger.Save();
        return [.. pruned.Select(path => Path.GetRelativePath(_workshop.OutputFolder, path).Replace('\\', '/'))];
    }

    private async Task DoneAsync()
    {
        _workshop.Write("in/a.jpg", "picture a");
        _workshop.Write("in/x/y/b.jpg", "picture b");
        await _workshop.RunAsync();
    }

    [Fact]
    public async Task Renditions_of_vanished_sources_are_deleted_and_the_folders_that_are_empty_then()
    {
        await DoneAsync();
        _workshop.Write("thumbs/x/mine.txt", "");
        Directory.Delete(_workshop.At("in/x"), recursive: true);
        Assert.Equal(["x/y/b.jpg"], await PruneAsync());
        Assert.False(Directory.Exists(_workshop.At("thumbs/x/y")));
        Assert.True(File.Exists(_workshop.At("thumbs/x/mine.txt")));
        Assert.True(File.Exists(_workshop.At("thumbs/a.jpg")));
        Assert.Equal(["../in/a.jpg"], (await _workshop.StateAsync()).Sources.Select(source => source.Source));
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task A_dry_run_only_tells()
    {
        await DoneAsync();
        File.Delete(_workshop.At("in/x/y/b.jpg"));
        Assert.Equal(["x/y/b.jpg"], await PruneAsync(dryRun: true));
        Assert.True(File.Exists(_workshop.At("thumbs/x/y/b.jpg")));
        Assert.False(File.Exists(_workshop.JournalFile));
    }

    [Fact]
    public async Task A_folder_that_serves_one_request_alone_keeps_only_what_that_asks_for()
    {
        await DoneAsync();
        Assert.Equal(["x/y/b.jpg"], await PruneAsync(ownsFolder: true, inputs: "in/a.jpg"));
        Assert.True(File.Exists(_workshop.At("thumbs/a.jpg")));
    }

    [Fact]
    public async Task Sources_that_are_not_in_the_plan_but_exist_keep_their_renditions()
    {
        await DoneAsync();
        Assert.Empty(await PruneAsync(inputs: "in/a.jpg"));
        Assert.True(File.Exists(_workshop.At("thumbs/x/y/b.jpg")));
    }

    [Fact]
    public async Task Renditions_that_are_no_longer_asked_for_are_deleted()
    {
        _workshop.Options = new() { Formats = [ImageFormat.Jpeg, ImageFormat.WebP] };
        await DoneAsync();
        _workshop.Options = new() { Formats = [ImageFormat.Jpeg] };
        Assert.Empty(await _workshop.RunAsync());
        Assert.Equal(["a.webp", "x/y/b.webp"], await PruneAsync());
        Assert.Equal(["a.jpg", "x/y/b.jpg"], (await _workshop.StateAsync()).Sources.SelectMany(source => source.Renditions).Select(rendition => rendition.Output));
    }

    [Fact]
    public async Task A_file_whose_hash_is_in_its_name_is_deleted_when_another_follows_it()
    {
        _workshop.Options = new() { NameTemplate = "{name}.{hash}.{ext}" };
        _workshop.Write("in/a.jpg", "picture a");
        var old = Assert.Single(await _workshop.RunAsync());
        _workshop.Write("in/a.jpg", "changed a");
        _workshop.Touch("in/a.jpg");
        var current = Assert.Single(await _workshop.RunAsync());
        Assert.Equal([old["made ".Length..]], await PruneAsync());
        Assert.True(File.Exists(_workshop.At("thumbs/" + current["made ".Length..])));
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task A_file_that_is_no_longer_what_was_made_is_left_alone()
    {
        await DoneAsync();
        File.Delete(_workshop.At("in/x/y/b.jpg"));
        _workshop.Write("thumbs/x/y/b.jpg", "mine now");
        Assert.Empty(await PruneAsync());
        Assert.Equal("mine now", _workshop.Read("thumbs/x/y/b.jpg"));
    }

    [Fact]
    public async Task A_rendition_that_another_source_has_taken_over_is_kept()
    {
        _workshop.Options = new() { Formats = [ImageFormat.WebP] };
        _workshop.Write("in/a.png", "picture a");
        await _workshop.RunAsync();
        File.Delete(_workshop.At("in/a.png"));
        _workshop.Write("in/a.jpg", "picture b");
        Assert.Equal(["made a.webp"], await _workshop.RunAsync());
        Assert.Empty(await PruneAsync());
        Assert.True(File.Exists(_workshop.At("thumbs/a.webp")));
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task Nothing_outside_the_output_folder_is_ever_deleted()
    {
        await DoneAsync();
        File.Delete(_workshop.At("in/x/y/b.jpg"));
        var size = _workshop.Read("thumbs/x/y/b.jpg").Length;
        _workshop.Write("precious.jpg", new string('p', size));
        _workshop.Write("thumbs/.thumbs-state.json", _workshop.Read("thumbs/.thumbs-state.json").Replace("\"x/y/b.jpg\"", "\"x/../../precious.jpg\"", StringComparison.Ordinal));
        Assert.Empty(await PruneAsync());
        Assert.True(File.Exists(_workshop.At("precious.jpg")));
    }

    [Fact]
    public async Task No_link_is_followed_out_of_the_output_folder()
    {
        await DoneAsync();
        File.Delete(_workshop.At("in/x/y/b.jpg"));
        Directory.Move(_workshop.At("thumbs/x/y"), _workshop.At("elsewhere"));
        try
        {
            Directory.CreateSymbolicLink(_workshop.At("thumbs/x/y"), _workshop.At("elsewhere"));
        }
        catch (Exception exception) when (OperatingSystem.IsWindows() && exception is IOException or UnauthorizedAccessException)
        {
            Assert.Skip("Symbolic links are not permitted here.");
        }
        Assert.Empty(await PruneAsync());
        Assert.True(File.Exists(_workshop.At("elsewhere/b.jpg")));
    }
}
