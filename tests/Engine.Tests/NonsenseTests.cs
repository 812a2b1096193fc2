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
        using var run = new Run();
        foreach (var name in new[] { "a.jpg", "bad.jpg", "c.jpg" })
            run.Add(name);

        var summary = await run.RunAsync(["images", kind]);

        Assert.Equal((ExitCode.SomeFailed, 2, 1), (summary.ExitCode, summary.Made, summary.Failed));
        var problem = Assert.Single(Assert.Single(run.Outcomes, outcome => outcome.Status == OutcomeStatus.Failed).Problems);
        Assert.Equal(("THUMB0202", "in/bad.jpg"), (problem.Code, problem.Path));
        Assert.Equal(["files/out/a.jpg", "files/out/c.jpg"], run.Files());
    }

    [Theory]
    [InlineData("digest")]
    [InlineData("climbing-digest")]
    public async Task A_digest_in_a_name_leads_nowhere_else(string kind)
    {
        using var run = new Run();
        run.Add("bad.jpg");

        await run.RunAsync(["images", kind], request => request with { Renditions = request.Renditions with { NameTemplate = "{name}.{hash}.{ext}" } });

        Assert.Empty(run.Files());
    }

    [Fact]
    public async Task A_worker_that_comes_to_its_senses_loses_nothing()
    {
        using var run = new Run();
        run.Add("bad.jpg");
        await run.RunAsync(["images", "code"]);

        var summary = await run.RunAsync(["images"]);

        Assert.Equal((ExitCode.Success, 1), (summary.ExitCode, summary.Made));
        Assert.Equal(["files/out/bad.jpg"], run.Files());
    }
}
