using System.Diagnostics;

namespace Thumbs.Tool.Tests;

public sealed class TroubleTests(InstalledTool tool)
{
    [Fact]
    public async Task A_full_disk_ends_the_run_with_one_message_and_the_next_run_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can make a small disk.");
        using var work = new WorkFolder();
        work.MakePhotos("photos", 200);
        Directory.CreateDirectory(work["out"]);
        var mount = await Command.RunAsync("mount", work.Path, "-t", "tmpfs", "-o", "size=300k", "none", work["out"]);
        Assert.SkipUnless(mount.ExitCode == 0, "No small disk can be mounted here.");
        try
        {
            var full = (await tool.RunAsync(work.Path, "photos", "-o", "out", "--size", "200")).Expect(3);

            Assert.Single(full.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("error THUMB0303", StringComparison.Ordinal));
            Assert.Empty(Directory.EnumerateFiles(work["out"], "*.tmp"));
            var done = Directory.EnumerateFiles(work["out"], "*.jpg").Count();
            Assert.InRange(done, 1, 199);

            (await Command.RunAsync("mount", work.Path, "-o", "remount,size=20m", work["out"])).Expect(0);
            var next = (await tool.RunAsync(work.Path, "photos", "-o", "out", "--size", "200")).Expect(0);
            // The last one may exist without a record: the disk was full for the journal too.
            Assert.Contains(
                new[] { done, done - 1 }, known => next.Out.Contains($"{200 - known} made, {known} up to date, 0 failed", StringComparison.Ordinal));
        }
        finally
        {
            (await Command.RunAsync("umount", work.Path, work["out"])).Expect(0);
        }
    }

    [Fact]
    public async Task An_output_folder_that_is_a_file_is_told()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 2);
        await File.WriteAllTextAsync(work["out"], "in the way", TestContext.Current.CancellationToken);

        var run = (await tool.RunAsync(work.Path, "photos", "-o", "out")).Expect(3);

        Assert.Contains("error THUMB0304", run.Error, StringComparison.Ordinal);
        Assert.Equal("in the way", await File.ReadAllTextAsync(work["out"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_one_rendition_fails_that_image_only()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 3);
        Directory.CreateDirectory(work["out/photo-0001.jpg"]);

        var run = (await tool.RunAsync(work.Path, "photos", "-o", "out")).Expect(1);

        Assert.Contains("error THUMB0304", run.Error, StringComparison.Ordinal);
        Assert.Contains("2 made, 0 up to date, 1 failed", run.Out, StringComparison.Ordinal);
        Assert.Equal(["photo-0000.jpg", "photo-0002.jpg"], work.Hashes("out").Keys.Order());
    }

    [Fact]
    public async Task A_second_run_into_the_same_folder_is_refused()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 60);
        using var first = tool.Start(work.Path, "photos", "-o", "out", "--size", "300", "--format", "avif", "--effort", "6");
        await Eventually.TrueAsync(() => File.Exists(work["out/.thumbs-state.journal"]));

        var second = await tool.RunAsync(work.Path, "photos", "-o", "out");

        (await Command.FinishAsync(first)).Expect(0);
        second.Expect(2);
        Assert.Contains("error THUMB0006", second.Error, StringComparison.Ordinal);
        Assert.Equal(60, work.Hashes("out").Count);
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_an_image_is_told_with_its_signal()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "The workers are found by /proc.");
        Platform.SkipOnWine("making a console does not come back where there is no terminal");
        using var work = new WorkFolder();
        work.MakePhotos("photos", 2, 3000, 2000);
        using var run = tool.Start(work.Path, "photos", "-o", "out", "-j", "1", "--size", "3000", "--format", "avif", "--effort", "9");
        var finished = Command.FinishAsync(run);
        for (var death = 0; death < 2; death++)
        {
            // Each of the first two workers is ended in the middle of the first image, by a signal that .NET does not catch.
            var worker = await InTheMiddleAsync();
            ProcessTree.Crash(worker);
            await Eventually.TrueAsync(() => !ProcessTree.IsAlive(worker));
        }

        // What became of the first image was said by then.
        await InTheMiddleAsync();
        ProcessTree.Interrupt(run.Id);
        var told = OperatingSystem.IsWindows() ? "ended with exit code 0xC0000005 (access violation)" : "was ended by signal 31";
        Assert.Contains($"error THUMB0201: The worker {told}", (await finished).Error, StringComparison.Ordinal);

        async Task<int> InTheMiddleAsync()
        {
            var worker = 0;
            await Eventually.TrueAsync(() => ProcessTree.ChildrenOf(run.Id) is [var child] && ProcessTree.ProcessorTimeOf(worker = child) > TimeSpan.FromSeconds(0.8));
            return worker;
        }
    }

    [Fact]
    public async Task Fail_fast_stops_at_the_first_failure()
    {
        using var work = new WorkFolder();
        work.MakePhotos("photos", 100);
        await File.WriteAllBytesAsync(work["photos/a-large-one.jpg"], new byte[1 << 20], TestContext.Current.CancellationToken);

        var time = Stopwatch.StartNew();
        var run = (await tool.RunAsync(work.Path, "photos", "-o", "out", "--format", "avif", "--size", "400", "--effort", "9", "--fail-fast", "-j", "1")).Expect(1);

        // The largest is begun first; all of the others would take minutes.
        Assert.Contains(", 1 failed", run.Out, StringComparison.Ordinal);
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_first_command_of_the_README_works()
    {
        Platform.SkipOnWine("dotnet run looks for the project by a pattern (*.*proj) that is matched with nothing.");
        var readme = await File.ReadAllLinesAsync(Path.Combine(Checkout.Root, "README.md"), TestContext.Current.CancellationToken);
        var command = readme.First(line => line.StartsWith("    dotnet run ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var run = (await Command.RunAsync(command[0], Checkout.Root, [.. command.Skip(1), "--force"])).Expect(0);

        var samples = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "samples", "photos")).Count();
        Assert.Contains($"{samples} made, 0 up to date, 0 failed", run.Out, StringComparison.Ordinal);
    }
}
