using System.Diagnostics;

using Thumbs.Caching.Tests;

namespace Thumbs.Tool.Tests;

/// <summary>Machines that share a cache on a server, and a server that fails.</summary>
public sealed class RemoteCacheTests(InstalledTool tool) : IDisposable
{
    private const int Photos = 300;

    /// <summary>The time that a server may cost a run.</summary>
    private static readonly TimeSpan MostLost = TimeSpan.FromSeconds(5);

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task One_machine_fills_it_and_another_makes_nothing()
    {
        await using var nginx = await Nginx.StartAsync();
        _work.MakePhotos("photos", 50);
        string[] renditions = ["--widths", "40,80", "--format", "jpeg,webp"];
        (await RunAsync("one", nginx.Url, ["--remote-cache-write", .. renditions])).Expect(0);

        var other = (await RunAsync("other", nginx.Url, renditions)).Expect(0);
        Assert.Contains("0 made, 50 copied", other.Out, StringComparison.Ordinal);
        Assert.Equal(200, _work.Hashes("other").Count);
        Assert.Equal(_work.Hashes("one"), _work.Hashes("other"));

        // Now it has them itself.
        Directory.Delete(_work["other"], recursive: true);
        await nginx.StopAsync();
        Assert.Contains("0 made, 50 copied", (await RunAsync("other", nginx.Url, renditions)).Expect(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_writes_who_was_not_told_to()
    {
        await using var nginx = await Nginx.StartAsync();
        _work.MakePhotos("photos", 5);

        (await RunAsync("out", nginx.Url)).Expect(0);

        Assert.Empty(Directory.EnumerateFileSystemEntries(nginx.Files));
    }

    [Fact]
    public async Task The_server_is_stopped_in_the_middle_of_a_run()
    {
        await using var nginx = await Nginx.StartAsync();
        var undisturbed = await FillAsync(nginx);

        var time = Stopwatch.StartNew();
        using var process = tool.Start(_work.Path, Arguments("again", nginx.Url));
        var end = Command.FinishAsync(process);
        await Eventually.TrueAsync(() => Directory.Exists(_work["again"]) && Directory.EnumerateFiles(_work["again"], "*.jpg").Any());
        await nginx.StopAsync();

        CheckRun((await end).Expect(0), time.Elapsed, undisturbed);
    }

    public static TheoryData<string> Faults => ["slow", "500", "garbage", "half a body", "silence", "another rendition"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_server_fails_in_the_middle_of_a_run(string fault)
    {
        await using var nginx = await Nginx.StartAsync();
        var undisturbed = await FillAsync(nginx);
        await using var server = new ScriptedServer(asked => asked.Number < 60 ? Good(nginx, asked) : Bad(fault, nginx, asked));

        var time = Stopwatch.StartNew();
        var run = (await RunAsync("again", server.Url)).Expect(0);

        CheckRun(run, time.Elapsed, undisturbed);
        Assert.InRange(server.All.Count, 61, 2 * Photos);
    }

    private static Answer Good(Nginx nginx, Asked asked)
    {
        var file = Path.Combine(nginx.Files, "thumbs" + asked.Path["/cache".Length..]);
        return File.Exists(file) ? Answers.Body(File.ReadAllBytes(file)) : Answers.NotFound;
    }

    private static Answer Bad(string fault, Nginx nginx, Asked asked) => fault switch
    {
        "slow" => Answers.After(TimeSpan.FromSeconds(1.5), Good(nginx, asked)),
        "500" => Answers.Status(500),
        "garbage" => Answers.Body("<html>It works!</html>"u8.ToArray()),
        "half a body" => Answers.HalfOf(File.ReadAllBytes(Path.Combine(nginx.Files, "thumbs" + asked.Path["/cache".Length..]))),
        "silence" => Answers.Hang,
        _ => Answers.Body(File.ReadAllBytes(Directory.EnumerateFiles(Path.Combine(nginx.Files, "thumbs", asked.Path.Split('/')[2])).First())),
    };

    /// <returns>The time of a run without a cache.</returns>
    private async Task<TimeSpan> FillAsync(Nginx nginx)
    {
        _work.MakePhotos("photos", Photos);
        (await RunAsync("out", nginx.Url, "--remote-cache-write")).Expect(0);
        var time = Stopwatch.StartNew();
        (await tool.RunAsync(_work.Path, "photos", "-o", "alone", "--no-cache")).Expect(0);
        return time.Elapsed;
    }

    private void CheckRun(CommandResult run, TimeSpan time, TimeSpan undisturbed)
    {
        Assert.Contains("warning THUMB0503", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("warning", StringComparison.Ordinal));
        Assert.Equal(_work.Hashes("out"), _work.Hashes("again"));
        Assert.InRange(time, TimeSpan.Zero, undisturbed + MostLost);
    }

    /// <summary>Each output folder stands for another machine, with a local cache of its own.</summary>
    private static string[] Arguments(string output, Uri url, params string[] others) =>
        ["photos", "-o", output, "--cache", $"cache-of-{output}", "--remote-cache", url.ToString(), .. others];

    private Task<CommandResult> RunAsync(string output, Uri url, params string[] others) =>
        tool.RunAsync(_work.Path, Arguments(output, url, others));
}
