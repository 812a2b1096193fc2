using Thumbs.Diagnostics;
using Thumbs.FakeWorker;

namespace Thumbs.Engine.Tests;

/// <summary>Whatever a worker answers, only the image concerned fails.</summary>
public sealed class NonsenseTests
{
    public static TheoryData<string> Kinds => [.. Nonsense.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nonsense_is_a_crash_that_names_its_image(string kind)
    {
        using var album = new Album();
        foreach (var name in new[] { "a.jpg", "bad.jpg", "c.jpg" })
            album.Write($"in/{name}", name);

        album.Worker = ["images", kind];
        var summary = await album.EngineAsync();

        Assert.Equal((ExitCode.SomeFailed, 2, 1), (summary.ExitCode, summary.Made, summary.Failed));
        var problem = Assert.Single(Assert.Single(album.Outcomes, outcome => outcome.Status == OutcomeStatus.Failed).Problems);
        Assert.Equal(("THUMB0202", "in/bad.jpg"), (problem.Code, problem.Path));
        Assert.Equal(["thumbs/a.jpg", "thumbs/c.jpg"], album.Files());
    }

    public static TheoryData<string> KindsOfSizes => [.. Nonsense.KindsOfSizes];

    [Theory]
    [MemberData(nameof(KindsOfSizes))]
    public async Task In_a_dry_run_too(string kind)
    {
        using var album = new Album();
        foreach (var name in new[] { "a.jpg", "bad.jpg", "c.jpg" })
            album.Write($"in/{name}", name);

        album.Worker = ["images", kind];
        var summary = await album.EngineAsync(request => request with { DryRun = true });

        Assert.Equal((ExitCode.SomeFailed, 2, 1), (summary.ExitCode, summary.Made, summary.Failed));
        Assert.Equal("THUMB0202", Assert.Single(album.Outcomes, outcome => outcome.Status == OutcomeStatus.Failed).Problems.Single().Code);
        Assert.Equal(["in/a.jpg", "in/bad.jpg", "in/c.jpg"], album.Outcomes.Select(outcome => outcome.Source.Name));
        Assert.False(Directory.Exists(album.OutputFolder));
    }

    [Theory]
    [InlineData("digest")]
    [InlineData("climbing-digest")]
    public async Task A_digest_in_a_name_leads_nowhere_else(string kind)
    {
        using var album = new Album();
        album.Write("in/bad.jpg", "bad");

        album.Options = new() { NameTemplate = "{name}.{hash}.{ext}" };
        album.Worker = ["images", kind];
        await album.EngineAsync();

        Assert.Empty(album.Files());
    }

    [Fact]
    public async Task A_worker_that_comes_to_its_senses_loses_nothing()
    {
        using var album = new Album();
        album.Write("in/bad.jpg", "bad");
        album.Worker = ["images", "code"];
        await album.EngineAsync();

        album.Worker = ["images"];
        var summary = await album.EngineAsync();

        Assert.Equal((ExitCode.Success, 1), (summary.ExitCode, summary.Made));
        Assert.Equal(["thumbs/bad.jpg"], album.Files());
    }
}
