using System.Net;
using System.Net.Sockets;

using Thumbs.Diagnostics;
using Thumbs.Planning;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Engine.Tests;

/// <summary>What a worker can do that somebody has taken over.</summary>
public sealed class SandboxTests
{
    /// <summary>The attacks by their kinds; each with a target below the folder of the run, but for a few.</summary>
    private static readonly string[] OnFiles =
    [
        "read:{0}/home/.ssh/id", "read:{0}/files/in/link.txt", "read:/etc/passwd", "read:/proc/{1}/environ", "read:/proc/{1}/maps", "read:/proc/{1}/cmdline", "read:/proc/1/status", "read:/proc/version",
        "list:/", "list:{0}", "list:/proc",
        "write:{0}/files/beside.txt", "write:{0}/files/in/new.jpg", "write:{0}/files/in/a.jpg", "append:{0}/files/in/a.jpg",
        "link:{0}/files/out/link", "link:{0}/files/link",
        "start:/bin/true",
        "delete:{0}/files/in/last.txt",
    ];

    private static readonly string[] OnSystem = ["tcp:{2}", "udp:{2}", "unix:{0}/socket", "mode:{0}/files/in/a.jpg", "time:{0}/files/in/a.jpg", "signal:{1}"];

    /// <summary>What it has to be able to do.</summary>
    private static readonly string[] OwnWork =
        ["read:{0}/files/in/a.jpg", "list:{0}/files/in", "write:{0}/files/out/new.jpg", "append:{0}/files/out/new.jpg", "read:/proc/self/maps", "read:/proc/meminfo"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_can_do_its_work_and_nothing_else(bool isRequired)
    {
        SkipWhereThereIsNone();
        var use = isRequired ? SandboxUse.Require : SandboxUse.Auto;
        Assert.All(await OutcomesAsync(use, [.. OwnWork]), outcome => Assert.StartsWith("done ", outcome, StringComparison.Ordinal));
        Assert.All(
            await OutcomesAsync(use, [.. OnFiles, .. OnSystem.Where(attack => !attack.StartsWith("signal", StringComparison.Ordinal) || Sandbox.Probe().HasFlag(Protections.Signals))]),
            outcome => Assert.StartsWith("refused ", outcome, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_sandbox_all_of_it_could_be_done()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The targets of these attacks are Linux's.");
        Assert.All(await OutcomesAsync(SandboxUse.Off, [.. OwnWork, .. OnFiles, .. OnSystem]), outcome => Assert.StartsWith("done ", outcome, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_in_the_environment_are_not_inherited_whatever_the_sandbox()
    {
        Environment.SetEnvironmentVariable("THUMBS_TEST_SECRET", "s3cr3t");
        Environment.SetEnvironmentVariable("DOTNET_DASHBOARD_TOKEN", "s3cr3t");

        var outcomes = await OutcomesAsync(SandboxUse.Off, ["variable:THUMBS_TEST_SECRET", "variable:DOTNET_DASHBOARD_TOKEN", "variable:PATH"]);

        Assert.Equal(["refused variable:THUMBS_TEST_SECRET", "refused variable:DOTNET_DASHBOARD_TOKEN", "done variable:PATH"], outcomes);
    }

    [Fact]
    public async Task A_run_tells_those_who_ask_what_its_workers_are_kept_from()
    {
        using var run = new Run();
        run.Add("a.jpg");

        await run.RunAsync(["images"]);
        Assert.Equal([$"sandbox: {SandboxText.Of(Sandbox.Probe())}"], run.Mentions);

        await run.RunAsync(["images"], request => request with { Force = true, Sandbox = SandboxUse.Off });
        Assert.Equal(["sandbox: off"], run.Mentions);
    }

    [Theory]
    [InlineData(nameof(Protections.None))]
    [InlineData(nameof(Protections.Files))]
    [InlineData(nameof(Protections.Network))]
    public void Where_there_is_none_or_half_a_run_that_requires_one_does_not_begin(string given)
    {
        ImagingPool.CheckSandbox(SandboxUse.Auto, () => Enum.Parse<Protections>(given));
        ImagingPool.CheckSandbox(SandboxUse.Require, () => Protections.Required);

        var refused = Assert.Throws<ThumbsException>(() => ImagingPool.CheckSandbox(SandboxUse.Require, () => Enum.Parse<Protections>(given)));

        Assert.Equal("THUMB0309", refused.Problem.Code);
        Assert.True(refused.Problem.Diagnostic.IsOfTheMachine);
    }

    /// <summary>A worker of another processor's emulator, or of a system that shuts all of it off, cannot be held.</summary>
    private static void SkipWhereThereIsNone() =>
        Assert.SkipUnless((Sandbox.Probe() & Protections.Required) == Protections.Required, $"There is no whole sandbox here: {SandboxText.Of(Sandbox.Probe())}");

    /// <summary>Has a worker try all of that in one run, over one source.</summary>
    private static async Task<IReadOnlyList<string>> OutcomesAsync(SandboxUse use, string[] attacks)
    {
        using var run = new Run();
        run.Add("a.jpg");
        await File.WriteAllTextAsync(Path.Join(run.Folder, "files", "in", "last.txt"), "no source", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Join(run.Folder, "home", ".ssh"));
        await File.WriteAllTextAsync(Path.Join(run.Folder, "home", ".ssh", "id"), "secret", TestContext.Current.CancellationToken);
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        using var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        unix.Bind(new UnixDomainSocketEndPoint(Path.Join(run.Folder, "socket")));
        unix.Listen();
        var outcomes = new List<string>();

        // A link that is no source: where those lead, workers may read.
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(Path.Join(run.Folder, "files", "in", "link.txt"), Path.Join(run.Folder, "home", ".ssh", "id"));
        await run.RunAsync(
            ["attack", .. attacks.Select(attack => string.Format(null, attack, run.Folder, Environment.ProcessId, ((IPEndPoint)tcp.LocalEndpoint).Port))],
            request => request with { Sandbox = use });
        foreach (var problem in Assert.Single(run.Outcomes).Problems)
            outcomes.Add(problem.Text);
        Assert.Equal(attacks.Length, outcomes.Count);
        return outcomes;
    }
}
