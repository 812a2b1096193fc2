using System.Security.Cryptography;

namespace Thumbs.Tool.Tests;

/// <summary>Nothing of the user's is written over or deleted, in whatever order things happen to a folder.</summary>
public sealed class ForeignFileTests(InstalledTool tool) : IDisposable
{
    private static readonly string[] Names = ["a", "b", "sub/a"];
    private static readonly string[] Endings = [".jpg", ".png", ".webp", "-40.jpg"];

    private static readonly string[][] Options =
    [
        [],
        ["-f", "webp,png"],
        ["-w", "40,60", "-f", "auto,webp"],
        ["--prune"],
        ["--prune=all", "-f", "png"],
        ["--force"],
        ["--manifest", "out/a.jpg"],
        ["--manifest", "in/a.jpg"],
        ["--gallery", "in/sub/a.png"],
        ["--gallery", "out/list.json"],
        ["--gallery", "out/b.jpg", "-w", "40,50,60,70", "-f", "webp,png,jpeg"],
        ["--manifest", "out/list.json", "--no-cache"],
        ["--shard", "1/2"],
        ["--name", "{name}.{ext}", "--exclude", "sub"],
    ];

    private readonly WorkFolder _work = new();
    /// <summary>The sources and all other files of the user's.</summary>
    private readonly Dictionary<string, string> _foreign = new(StringComparer.Ordinal);
    private readonly List<string> _steps = [];
    private bool _isLocked;

    public void Dispose()
    {
        Unlock();
        _work.Dispose();
    }

    [Theory(Skip = "Links and modes are those of Linux.", SkipType = typeof(Platform), SkipUnless = nameof(Platform.IsLinux))]
    [InlineData(1)]
    public async Task No_foreign_file_changes_whatever_is_run_edited_linked_and_killed(int seed)
    {
        var random = new Random(seed);
        foreach (var name in Names)
            AddSource(name, random);
        Put("outside/victim", random);
        for (var i = 0; i < 25; i++)
        {
            await StepAsync(random);
            foreach (var (path, hash) in _foreign.Where(one => !_isLocked || !one.Key.StartsWith("in/sub/", StringComparison.Ordinal)))
                Assert.True(HashOf(path) == hash, $"{path} after:\n{string.Join('\n', _steps)}");
            Assert.Equal(["victim"], Directory.EnumerateFileSystemEntries(_work["outside"]).Select(Path.GetFileName));
        }
    }

    [Fact(Skip = "Folders are opened without following links on Linux.", SkipType = typeof(Platform), SkipUnless = nameof(Platform.IsLinux))]
    public async Task A_folder_that_becomes_a_link_in_the_middle_of_a_run_leads_nowhere()
    {
        Directory.CreateDirectory(_work["outside"]);
        _work.MakePhotos("photos/sub", 300);
        using var run = tool.Start(_work.Path, "photos", "-o", "out", "--no-cache");
        var finished = Command.FinishAsync(run);
        await Eventually.TrueAsync(() => Directory.Exists(_work["out/sub"]) && Directory.EnumerateFiles(_work["out/sub"], "photo-*.jpg").Any());
        PutLink("out/sub", "outside");

        var result = await finished;

        // 3 where something that was made before is gone now, and counted.
        Assert.True(result.ExitCode is 1 or 3, $"{result}");
        Assert.Contains("is not followed", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_work["outside"]));
    }

    /// <summary>In the place of a folder, which the run makes again where it looks in between.</summary>
    private void PutLink(string folder, string target)
    {
        for (var tries = 0; ; tries++)
        {
            Directory.Move(_work[folder], _work[$"moved {tries}"]);
            try
            {
                Directory.CreateSymbolicLink(_work[folder], _work[target]);
                return;
            }
            catch (IOException) when (Directory.Exists(_work[folder]))
            {
                // Once more.
            }
        }
    }

    private async Task StepAsync(Random random)
    {
        var output = $"out/{Pick(random, Names)}{Pick(random, Endings)}";
        switch (random.Next(15))
        {
            case 0 or 7 or 8:
                Put(output, random);
                break;
            case 1:
                Remove(output);
                break;
            case 2:
                AddSource(Pick(random, Names), random);
                break;
            case 3:
                Unlock();
                Remove(Pick(random, [.. Directory.EnumerateFiles(_work["in"], "*", SearchOption.AllDirectories).Select(RelativePath), "in/none"]));
                break;
            case 4:
                Link(Pick(random, [output, "out/.thumbs-state.json", "out/.thumbs-state.journal", "out/list.json"]), "outside/victim");
                break;
            case 5:
                Link("out/sub", "outside");
                break;
            case 6:
                Remove(Pick(random, ["out/.thumbs-state.json", "out/sub", "out/list.json"]));
                break;
            case 9:
                Lock();
                break;
            default:
                await RunAsync(random);
                break;
        }
    }

    /// <summary>A third of the runs are killed, at a moment that chance chooses.</summary>
    private async Task RunAsync(Random random)
    {
        var options = Pick(random, Options);
        var patience = random.Next(3) == 0 ? random.Next(1_000) : (int?)null;
        _steps.Add($"run {string.Join(' ', options)}{(patience is null ? "" : $", killed after {patience} ms")}");
        using var run = tool.Start(_work.Path, ["in", "-o", "out", "-j", "2", .. options]);
        var finished = Command.FinishAsync(run);
        if (patience is { } time)
        {
            await Task.WhenAny(finished, Task.Delay(time, TestContext.Current.CancellationToken));
            run.Kill(entireProcessTree: true);
        }
        var result = await finished;
        Assert.True(patience is not null || result.ExitCode is >= 0 and <= 3, $"{result}\n{string.Join('\n', _steps)}");
    }

    /// <summary>Takes away all rights to a folder of sources; root has them all the same.</summary>
    private void Lock()
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(_work["in/sub"]))
        {
            _steps.Add("lock in/sub");
            _isLocked = true;
            File.SetUnixFileMode(_work["in/sub"], UnixFileMode.None);
        }
    }

    private void Unlock()
    {
        _isLocked = false;
        if (!OperatingSystem.IsWindows() && Directory.Exists(_work["in/sub"]))
            File.SetUnixFileMode(_work["in/sub"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void AddSource(string name, Random random)
    {
        Unlock();
        var path = $"in/{name}.{(random.Next(2) == 0 ? "jpg" : "png")}";
        _steps.Add($"source {path}");
        Directory.CreateDirectory(Path.GetDirectoryName(_work[path])!);
        _work.MakePhoto(path, random.Next(1_000), 120, 90);
        _foreign[path] = HashOf(path)!;
    }

    /// <summary>Writes a file of the user's, also where a rendition stands, and also read-only.</summary>
    private void Put(string path, Random random)
    {
        if (IsThroughLink(path) || File.Exists(_work[path]) && _foreign.ContainsKey(path))
            return;
        _steps.Add($"put {path}");
        Directory.CreateDirectory(Path.GetDirectoryName(_work[path])!);
        File.Delete(_work[path]);
        File.WriteAllText(_work[path], $"mine {random.Next()}");
        if (random.Next(2) == 0)
            File.SetAttributes(_work[path], FileAttributes.ReadOnly);
        _foreign[path] = HashOf(path)!;
    }

    /// <summary>Removes what is there, as the user: a file, a link, or a folder with all in it.</summary>
    private void Remove(string path)
    {
        if (IsThroughLink(path))
            return;
        _steps.Add($"remove {path}");
        if (Directory.Exists(_work[path]) && new DirectoryInfo(_work[path]).LinkTarget is null)
            Directory.Delete(_work[path], recursive: true);
        else if (Directory.Exists(Path.GetDirectoryName(_work[path])))
            File.Delete(_work[path]);
        foreach (var gone in _foreign.Keys.Where(one => one == path || one.StartsWith(path + '/', StringComparison.Ordinal)).ToList())
            _foreign.Remove(gone);
    }

    private void Link(string path, string target)
    {
        if (IsThroughLink(path))
            return;
        Remove(path);
        _steps.Add($"link {path} to {target}");
        Directory.CreateDirectory(Path.GetDirectoryName(_work[path])!);
        File.CreateSymbolicLink(_work[path], _work[target]);
    }

    private bool IsThroughLink(string path) =>
        Path.GetDirectoryName(path) is "out/sub" && new DirectoryInfo(_work["out/sub"]).LinkTarget is not null;

    private string RelativePath(string path) => Path.GetRelativePath(_work.Path, path);

    private string? HashOf(string path) =>
        File.Exists(_work[path]) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_work[path]))) : null;

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
