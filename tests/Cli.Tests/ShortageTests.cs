using System.Diagnostics;

namespace Thumbs.Cli.Tests;

/// <summary>A machine that gives little, and one that takes the parent of a worker away, with real processes.</summary>
public sealed class ShortageTests : IDisposable
{
    private readonly ToolProcess _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData(64)]
    [InlineData(72)]
    [InlineData(80)]
    [InlineData(90)]
    public async Task Too_few_file_handles_are_told_as_that(int handles)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is read from /proc.");
        var (exitCode, _, error) = await _tool.ShellAsync($"ulimit -n {handles}; thumbs photos -o out");

        Assert.Equal(3, exitCode);
        Assert.StartsWith($"thumbs : error THUMB0311: There are {handles} open files (`ulimit -n`) for this process", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_few_file_handles_there_are_fewer_workers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is read from /proc.");
        var (exitCode, _, error) = await _tool.ShellAsync("ulimit -n 104; thumbs photos -o out -j 16");

        Assert.Equal((0, ""), (exitCode, error));
    }

    [Fact]
    public async Task A_worker_ends_with_its_parent_also_where_its_input_does_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the end of the input is all that a worker sees.");
        var shell = Process.Start(new ProcessStartInfo("/bin/sh",
            ["-c", $"mkfifo orders; sleep 120 <> orders & THUMBS_WORKER_PARENT=$$ dotnet '{ToolProcess.Assembly}' worker < orders > hello & echo $! > id.new; mv id.new id; wait"])
        {
            WorkingDirectory = _tool.Folder,
        })!;
        await Eventually.TrueAsync(() => File.Exists(_tool.At("id")) && File.Exists(_tool.At("hello")) && new FileInfo(_tool.At("hello")).Length > 0);
        var worker = int.Parse(await File.ReadAllTextAsync(_tool.At("id"), TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Directory.Exists($"/proc/{worker}"));

        shell.Kill();

        await Eventually.TrueAsync(() => !IsAlive(worker));
    }

    /// <summary>A process that nobody has waited for is not alive.</summary>
    private static bool IsAlive(int id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
