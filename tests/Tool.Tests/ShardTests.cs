namespace Thumbs.Tool.Tests;

/// <summary>One plan on several machines, simulated by independent processes.</summary>
public sealed class ShardTests(InstalledTool tool)
{
    private const int Shards = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Photos of three sizes in two folders, two of them equal, and a file that is no image.</summary>
    private static void MakePhotos(WorkFolder work)
    {
        work.MakePhotos("photos/small", 23);
        work.MakePhotos("photos/medium", 9, width: 1200, height: 900);
        work.MakePhoto("photos/large.jpg", 77, width: 3000, height: 2000);
        File.Copy(work["photos/large.jpg"], work["photos/medium/again.jpg"]);
        File.WriteAllText(work["photos/broken.jpg"], "this is no image");
    }

    private static string[] Run(string output, params string[] more) =>
        ["photos", "-o", output, "-w", "40,90", "-f", "webp,jpeg", "--manifest", $"{output}/thumbs.json", "-j", "1", "--no-cache", .. more];

    private static string Part(int shard, int count = Shards) => $"thumbs.{shard}-of-{count}.json";

    /// <summary>The renditions and the manifest of the whole, without those of the shards.</summary>
    private static Dictionary<string, string> Hashes(WorkFolder work, string folder) => work.Hashes(folder)
        .Where(file => !file.Key.Contains("-of-", StringComparison.Ordinal))
        .ToDictionary(StringComparer.Ordinal);

    private Task<CommandResult> MergeAsync(WorkFolder work, string folder) =>
        tool.RunAsync(work.Path, "merge", $"{folder}/thumbs.*-of-*.json", "--manifest", $"{folder}/thumbs.json");

    [Fact]
    public async Task Shards_on_four_machines_in_any_order_are_gathered_to_what_one_run_makes()
    {
        using var work = new WorkFolder();
        MakePhotos(work);
        (await tool.RunAsync(work.Path, Run("one"))).Expect(1);
        Directory.CreateDirectory(work["all"]);
        var made = new List<int>();
        var failed = 0;
        foreach (var shard in new[] { 3, 1, 4, 2 })
        {
            // Another machine: the checkout is in another folder, and younger.
            var elsewhere = $"machine-{shard}/deep/checkout";
            Copy(work["photos"], work[$"{elsewhere}/photos"]);
            var run = await tool.RunAsync(work[elsewhere], Run("all", "--json", "--shard", $"{shard}/{Shards}"));
            var summary = JsonLines.Of(run.Out).Single(line => line.Summary is not null).Summary!.Value;
            made.Add(summary.GetProperty("made").GetInt32());
            failed += run.ExitCode;
            Copy(work[$"{elsewhere}/all"], work["all"]);
        }

        (await MergeAsync(work, "all")).Expect(0);

        Assert.Equal(34, made.Sum());
        Assert.All(made, count => Assert.InRange(count, 5, 12));
        Assert.Equal(1, failed);
        Assert.Equal(Hashes(work, "one"), Hashes(work, "all"));
        Assert.Equal(0, MadeIn(await tool.RunAsync(work.Path, Run("all", "--json"))));
        Assert.Equal(Hashes(work, "one"), Hashes(work, "all"));
    }

    [Fact]
    public async Task Shards_at_work_in_one_folder_at_once_make_what_one_run_makes()
    {
        using var work = new WorkFolder();
        MakePhotos(work);
        (await tool.RunAsync(work.Path, Run("one"))).Expect(1);

        var shards = Enumerable.Range(1, Shards).Select(shard => tool.Start(work.Path, Run("all", "--prune", "--shard", $"{shard}/{Shards}"))).ToList();
        var results = await Task.WhenAll(shards.Select(Command.FinishAsync));
        shards.ForEach(shard => shard.Dispose());

        Assert.Equal([0, 0, 0, 1], results.Select(result => result.ExitCode).Order());
        (await MergeAsync(work, "all")).Expect(0);
        Assert.Equal(Hashes(work, "one"), Hashes(work, "all"));
        Assert.Equal(0, MadeIn(await tool.RunAsync(work.Path, Run("all", "--json", "--shard", "2/3"))));
        Assert.Equal(0, MadeIn(await tool.RunAsync(work.Path, Run("all", "--json"))));
        Assert.Equal(Hashes(work, "one"), Hashes(work, "all"));
        Assert.False(Directory.Exists(work["all/.thumbs-shards"]));
    }

    [Fact]
    public async Task A_missing_shard_is_named_and_nothing_is_written()
    {
        using var work = new WorkFolder();
        MakePhotos(work);
        foreach (var shard in new[] { 1, 2, 4 })
            await tool.RunAsync(work.Path, Run("all", "--shard", $"{shard}/{Shards}"));

        var merge = (await MergeAsync(work, "all")).Expect(2);

        Assert.Equal("thumbs : error THUMB0008: Shard 3 of 4 is missing", merge.Error.Trim());
        Assert.False(File.Exists(work["all/thumbs.json"]));
        await tool.RunAsync(work.Path, Run("all", "--shard", $"3/{Shards}"));
        (await MergeAsync(work, "all")).Expect(0);
    }

    [Fact]
    public async Task Shards_of_other_images_other_options_or_another_count_do_not_fit()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 6);
        (await tool.RunAsync(work.Path, Run("all", "--shard", "1/2"))).Expect(0);

        (await tool.RunAsync(work.Path, Run("all", "--shard", "2/2", "-q", "60"))).Expect(0);
        Assert.Contains("It is of another plan than", (await MergeAsync(work, "all")).Expect(2).Error, StringComparison.Ordinal);

        work.MakePhoto("photos/new.jpg", 99);
        (await tool.RunAsync(work.Path, Run("all", "--shard", "2/2"))).Expect(0);
        Assert.Contains("It is of another plan than", (await MergeAsync(work, "all")).Expect(2).Error, StringComparison.Ordinal);

        (await tool.RunAsync(work.Path, Run("all", "--shard", "1/2"))).Expect(0);
        (await MergeAsync(work, "all")).Expect(0);
        (await tool.RunAsync(work.Path, Run("all", "--shard", "3/3"))).Expect(0);
        Assert.Contains("shards, ", (await MergeAsync(work, "all")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_attempts_at_a_shard_that_made_other_bytes_disagree()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 6);
        (await tool.RunAsync(work.Path, Run("all", "--shard", "1/2"))).Expect(0);
        (await tool.RunAsync(work.Path, Run("all", "--shard", "2/2"))).Expect(0);
        File.Copy(work[$"all/{Part(1, 2)}"], work[$"all/thumbs.again-of-2.json"]);
        (await MergeAsync(work, "all")).Expect(0);

        var text = await File.ReadAllTextAsync(work[$"all/{Part(1, 2)}"], Cancellation);
        await File.WriteAllTextAsync(work["all/thumbs.again-of-2.json"], text.Replace("\"bytes\": 1", "\"bytes\": 2", StringComparison.Ordinal), Cancellation);

        Assert.Contains("Shard 1 is there twice", (await MergeAsync(work, "all")).Expect(2).Error, StringComparison.Ordinal);
    }

    private static int MadeIn(CommandResult run) =>
        JsonLines.Of(run.Out).Single(line => line.Summary is not null).Summary!.Value.GetProperty("made").GetInt32();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            File.SetLastWriteTimeUtc(copy, DateTime.UtcNow);
        }
    }
}
