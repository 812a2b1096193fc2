using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

/// <summary>State files from another system, and names that only that system distinguishes.</summary>
public sealed class ForeignBookTests : IDisposable
{
    private readonly Workshop _workshop = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public async Task A_book_that_git_gave_the_line_ends_of_windows_is_understood()
    {
        _workshop.Write("in/x/a.jpg", "picture a");
        await _workshop.RunAsync();
        _workshop.Write("thumbs/.thumbs-state.json", _workshop.Read("thumbs/.thumbs-state.json").ReplaceLineEndings("\r\n"));
        using (var ledger = _workshop.Open())
            Assert.Empty(ledger.Problems);
        Assert.Empty(await _workshop.RunAsync());
    }

    [Fact]
    public async Task Names_in_a_book_have_the_same_slashes_on_every_system()
    {
        _workshop.Write("in/x/a.jpg", "picture a");
        await _workshop.RunAsync();
        var source = Assert.Single((await _workshop.StateAsync()).Sources);
        Assert.Equal(("../in/x/a.jpg", "x/a.jpg"), (source.Source, source.Renditions[0].Path));
    }

    [Fact]
    public async Task Two_sources_whose_names_differ_in_case_are_pruned_without_a_fault()
    {
        _workshop.Write("in/a.jpg", "picture a");
        await _workshop.RunAsync();
        var job = Assert.Single(_workshop.Plan().Jobs);
        var twin = job with
        {
            Source = job.Source with { Path = _workshop.At("in/A.jpg") },
            Renditions = [job.Renditions[0] with { Output = "A.png" }],
        };
        using var ledger = _workshop.Open();
        Assert.Empty(ledger.Prune(new Plan([job, twin], []), ownsFolder: true, dryRun: false, [], Cancellation));
        Assert.True(File.Exists(_workshop.At("thumbs/a.jpg")));
    }

    [Fact]
    public async Task Long_paths_are_like_others()
    {
        var folder = string.Join('/', Enumerable.Repeat("a folder with a name of forty letters in it", 8));
        _workshop.Write($"in/{folder}/a.jpg", "picture a");
        Assert.Equal([$"made {folder}/a.jpg"], await _workshop.RunAsync());
        Assert.Empty(await _workshop.RunAsync());
        Directory.Delete(_workshop.At("in"), recursive: true);
        _workshop.Write("in/b.jpg", "picture b");
        using var ledger = _workshop.Open();
        var problems = new List<Problem>();
        Assert.Single(ledger.Prune(_workshop.Plan(), ownsFolder: false, dryRun: false, problems, Cancellation));
        Assert.Empty(problems);
        Assert.Empty(Directory.EnumerateDirectories(_workshop.OutputFolder));
    }
}
