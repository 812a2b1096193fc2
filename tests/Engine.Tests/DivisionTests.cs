using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Engine.Tests;

/// <summary>A job of many renditions is divided over workers, and what comes of it depends on no division.</summary>
public sealed class DivisionTests : IDisposable
{
    private const int Renditions = 15;

    private readonly Run _run = new();

    private string Log => Path.Join(_run.Folder, "log");

    public DivisionTests()
    {
        _run.Add("photo.jpg", new string('x', 100_000));
        Directory.CreateDirectory(Log);
    }

    /// <summary>Of each rendition that was made.</summary>
    private IEnumerable<string> Lines => Directory.GetFiles(Log).SelectMany(File.ReadAllLines);

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task It_is_whole_for_any_number_of_workers(int workers)
    {
        var summary = await MakeAsync(workers, "costs", Log);

        Assert.Equal((ExitCode: 0, Made: 1), (summary.ExitCode, summary.Made));
        var outcome = Assert.Single(_run.Outcomes);
        Assert.Equal(Renditions, outcome.Renditions.Count);
        Assert.Empty(outcome.Problems);
        Assert.Equal(Renditions, _run.Files().Count(file => file.StartsWith("files/out/", StringComparison.Ordinal)));
        Assert.Equal(Renditions, Lines.Distinct().Count());
        Assert.Equal(Renditions, Lines.Count());
        Assert.InRange(Directory.GetFiles(Log).Length, workers == 1 ? 1 : 2, workers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task A_rendition_that_kills_its_worker_costs_itself_alone(int workers)
    {
        var summary = await MakeAsync(workers, "pictures", Log, "4", "die");

        Assert.Equal(1, summary.ExitCode);
        var outcome = Assert.Single(_run.Outcomes);
        Assert.Equal(OutcomeStatus.Failed, outcome.Status);
        Assert.Equal(Renditions - 1, outcome.Renditions.Count);
        var problem = Assert.Single(outcome.Problems);
        Assert.Equal("in/photo.jpg : error THUMB0201: The worker ended with exit code 9 while it was at photo-480.webp, and so did a fresh one", problem.ToString());
        Assert.Equal(Renditions - 1, _run.Files().Count(file => file.StartsWith("files/out/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_worker_that_dies_once_costs_nothing_and_nothing_that_it_had_made_is_made_again()
    {
        var summary = await MakeAsync(workers: 2, "pictures", Log, "4", "die", Path.Join(_run.Folder, "once"));

        Assert.Equal(0, summary.ExitCode);
        Assert.Equal(Renditions, Assert.Single(_run.Outcomes).Renditions.Count);
        Assert.Equal(Renditions, Lines.Count());
    }

    [Fact]
    public async Task The_time_limit_is_that_of_a_rendition()
    {
        var summary = await MakeAsync(workers: 2, request => request with { Limits = request.Limits with { Timeout = TimeSpan.FromSeconds(2) } }, "pictures", Log, "4", "hang");

        Assert.Equal(1, summary.ExitCode);
        var outcome = Assert.Single(_run.Outcomes);
        Assert.Equal("THUMB0109", Assert.Single(outcome.Problems).Code);
        Assert.Equal(Renditions - 1, outcome.Renditions.Count);
    }

    [Fact]
    public async Task A_worker_that_begins_a_rendition_twice_is_not_believed_and_its_job_has_an_end()
    {
        var summary = await MakeAsync(workers: 1, "untrue", Log, "at-twice", Path.Join(_run.Folder, "once"));

        Assert.Equal((ExitCode: 1, Failed: 1), (summary.ExitCode, summary.Failed));
        Assert.Equal("THUMB0202", Assert.Single(Assert.Single(_run.Outcomes).Problems).Code);
        Assert.DoesNotContain(_run.Files(), file => file.StartsWith("files/out/", StringComparison.Ordinal));
    }

    /// <summary>It would count for the next job, which that worker dies in.</summary>
    [Fact]
    public async Task What_a_worker_tells_of_no_order_counts_for_none()
    {
        _run.Add("second.jpg", new string('y', 100_000));

        var summary = await MakeAsync(workers: 1, "untrue", Log, "no-order", Path.Join(_run.Folder, "once"));

        Assert.Equal((ExitCode: 0, Made: 2), (summary.ExitCode, summary.Made));
        Assert.All(_run.Outcomes, outcome => Assert.Equal(Renditions, outcome.Renditions.Count));
        Assert.Equal(2 * Renditions, Lines.Count());
    }

    private Task<Summary> MakeAsync(int workers, params string[] worker) => MakeAsync(workers, request => request, worker);

    /// <summary>Five widths in three formats.</summary>
    private Task<Summary> MakeAsync(int workers, Func<Request, Request> change, params string[] worker) => _run.RunAsync(worker, request => change(request with
    {
        Jobs = workers,
        Sandbox = SandboxUse.Off,
        Renditions = request.Renditions with
        {
            Boxes = [.. new[] { 320, 480, 640, 800, 1024 }.Select(width => new Box(width, null))],
            Formats = [ImageFormat.Avif, ImageFormat.WebP, ImageFormat.Jpeg],
        },
    }));
}
