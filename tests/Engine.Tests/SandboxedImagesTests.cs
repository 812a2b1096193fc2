using System.Security.Cryptography;

using Thumbs.Diagnostics;
using Thumbs.Planning;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Engine.Tests;

/// <summary>A sandbox changes no byte, whatever is made of whatever, wherever it lies. With the workers that a user has.</summary>
public sealed class SandboxedImagesTests
{
    private const string Text = """
        <svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">
          <text x="10" y="80" font-family="serif" font-size="40">Quick wafting zéphyrs</text>
          <text x="10" y="150" font-family="monospace" font-size="40" font-weight="bold">vex bold Jim</text>
        </svg>
        """;

    /// <summary>In which the changes to a request have names, for the list of tests.</summary>
    private static readonly Dictionary<string, Func<Request, Request>> Ways = new(StringComparer.Ordinal)
    {
        ["folder"] = request => request,
        ["cache"] = request => request with { CacheFolder = Path.Join(request.BaseFolder, "cache", $"{request.Sandbox}") },
        ["cache that cannot be written"] = request => request with { CacheFolder = "/proc/nowhere" },
        ["shard"] = request => request with { Shard = new(1, 2) },
        ["glob"] = request => request with { Inputs = ["in/*"] },
        ["deep glob"] = request => request with { Inputs = ["in/**/*.{jpg,svg,webp,tif,tiff,png,gif,avif}"] },
        ["absolute paths"] = request => request with { Inputs = [.. Directory.EnumerateFileSystemEntries(Path.Join(request.BaseFolder, "in"))] },
        ["many files"] = request => request with { Inputs = [.. Directory.EnumerateFiles(Path.Join(request.BaseFolder, "in"), "*", SearchOption.AllDirectories)] },
        ["all formats"] = request => request with { Renditions = request.Renditions with { Formats = [.. Enum.GetValues<Images.ImageFormat>().Where(format => format < Images.ImageFormat.Svg)], NameTemplate = "{dir}/{name}.{ext}.{format}" } },
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_same_bytes_come_out(string way)
    {
        Assert.SkipUnless((Sandbox.Probe() & Protections.Required) == Protections.Required, $"There is no whole sandbox here: {SandboxText.Of(Sandbox.Probe())}");
        using var run = new Run();
        AddSources(run);
        if (way is "folder" or "cache" or "all formats")
            AddRealImages(run);

        var sandboxed = await MadeAsync(run, SandboxUse.Require, Ways[way]);
        var free = await MadeAsync(run, SandboxUse.Off, Ways[way]);

        Assert.NotEmpty(free);
        Assert.Equal(free, sandboxed);
    }

    [Fact]
    public async Task What_is_begun_before_the_plan_is_made_reaches_what_the_plan_finds_behind_links()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a sandbox.");
        using var run = new Run();
        AddSources(run);

        await run.RunAsync(change: request => request);

        Assert.Superset(
            new HashSet<string>(["in/linked.svg", "in/link/below/also.svg"], StringComparer.Ordinal), run.Outcomes.Select(outcome => outcome.Source.Name).ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(run.Outcomes, outcome => outcome.Status == OutcomeStatus.Failed);
    }

    [Fact]
    public async Task Nothing_stays_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a sandbox.");
        using var run = new Run();
        Directory.CreateDirectory(Path.Join(run.Folder, "files", "in"));
        var before = Directory.GetDirectories(Path.GetTempPath(), "thumbs-*").ToHashSet(StringComparer.Ordinal);

        await run.RunAsync();

        Assert.False(Directory.Exists(run.Output), "A run that made nothing left a folder.");
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "thumbs-*"), folder => !before.Contains(folder) && Directory.Exists(Path.Join(folder, "fontconfig")));
    }

    /// <summary>What needs more than its own bytes: fonts, a place for large animations; and what lies elsewhere.</summary>
    private static void AddSources(Run run)
    {
        run.Add("text.svg", Text);
        run.AddOutside("elsewhere/linked.svg", Text);
        run.AddOutside("other/below/also.svg", Text);
        run.Link("linked.svg", "elsewhere/linked.svg");
        run.Link("link", "other");
    }

    private static void AddRealImages(Run run)
    {
        foreach (var image in RealImages())
            run.Add($"real/{Path.GetExtension(image)[1..]}/{Path.GetFileName(image)}", File.ReadAllBytes(image));
    }

    private static IEnumerable<string> RealImages()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var images = Path.Join(folder.FullName, "..", "shared", "images");
            if (Directory.Exists(images))
            {
                string[] wanted = ["faults/fuzz-tempfile.webp", "faults/svg-text.svg", "formats/subsampled.tif", "formats/sample.tif", "formats/cogs.gif", "formats/animated-loop-3.webp", "formats/p3.png", "formats/sample.jpg", "formats/gain-map.jpg"];
                return wanted.Select(name => Path.Join(images, name)).Where(File.Exists);
            }
        }

        return [];
    }

    private static async Task<SortedDictionary<string, string>> MadeAsync(Run run, SandboxUse use, Func<Request, Request> change)
    {
        await run.RunAsync(change: request => change(request with { Sandbox = use, Force = true }));
        Assert.Equal([use == SandboxUse.Off ? "sandbox: off" : $"sandbox: {SandboxText.Of(Sandbox.Probe())}"], run.Mentions);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(run.Output, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/.thumbs-", StringComparison.Ordinal)))
            files.Add(Path.GetRelativePath(run.Output, file), Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken))));
        Directory.Delete(run.Output, recursive: true);
        foreach (var outcome in run.Outcomes)
            files.Add($"{outcome.Source.Name}: ", string.Join(", ", outcome.Problems.Select(problem => $"{problem.Code} {problem.Text}")));
        return files;
    }
}
