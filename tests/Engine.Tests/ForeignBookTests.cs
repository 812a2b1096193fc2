using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>State files from another system, and names that only that system distinguishes.</summary>
public sealed class ForeignBookTests : IDisposable
{
    private readonly Album _album = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _album.Dispose();

    [Fact]
    public async Task A_book_that_git_gave_the_line_ends_of_windows_is_understood()
    {
        _album.Write("in/x/a.jpg", "picture a");
        await _album.RunAsync();
        _album.Write("thumbs/.thumbs-state.json", _album.Read("thumbs/.thumbs-state.json").ReplaceLineEndings("\r\n"));
        using (var ledger = _album.Open())
            Assert.Empty(ledger.Problems);
        Assert.Empty(await _album.RunAsync());
    }

    [Fact]
    public async Task Names_in_a_book_have_the_same_slashes_on_every_system()
    {
        _album.Write("in/x/a.jpg", "picture a");
        await _album.RunAsync();
        var source = Assert.Single((await _album.StateAsync()).Sources);
        Assert.Equal(("../in/x/a.jpg", "x/a.jpg"), (source.Source, source.Renditions[0].Path));
    }

    [Fact]
    public async Task Two_sources_whose_names_differ_in_case_are_pruned_without_a_fault()
    {
        _album.Write("in/a.jpg", "picture a");
        await _album.RunAsync();
        var job = Assert.Single(_album.Plan().Jobs);
        var twin = job with
        {
            Source = job.Source with { FileName = "A.jpg" },
            Renditions = [job.Renditions[0] with { Output = "A.png" }],
        };
        using var ledger = _album.Open();
        Assert.Empty(ledger.Prune(new Plan([job, twin], new Findings()) { Output = new(_album.OutputFolder) }, _album.Pruned(ownsFolder: true), [], Cancellation));
        Assert.True(File.Exists(_album.At("thumbs/a.jpg")));
    }

    [Fact]
    public async Task Long_paths_are_like_others()
    {
        var folder = string.Join('/', Enumerable.Repeat("a folder with a name of forty letters in it", 8));
        _album.Write($"in/{folder}/a.jpg", "picture a");
        Assert.Equal([$"made {folder}/a.jpg"], await _album.RunAsync());
        Assert.Empty(await _album.RunAsync());
        Directory.Delete(_album.At("in"), recursive: true);
        _album.Write("in/b.jpg", "picture b");
        using var ledger = _album.Open();
        var problems = new List<Problem>();
        Assert.Single(ledger.Prune(_album.Plan(), _album.Pruned(), problems, Cancellation));
        Assert.Empty(problems);
        Assert.Empty(Directory.EnumerateDirectories(_album.OutputFolder));
    }
}
