using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Thumbs.Cli.Tests;

/// <summary>Ctrl+C while something is waited for, with real processes.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly ToolProcess _tool = new();

    public void Dispose() => _tool.Dispose();

    /// <summary>A reader that has stopped reading keeps the run from ending in order.</summary>
    [Theory]
    [InlineData("--json")]
    [InlineData("--verbose")]
    public async Task A_second_interrupt_ends_a_run_that_cannot_end_in_order(string option)
    {
        SkipOnWindows();
        var folder = Directory.CreateDirectory(_tool.At("many")).FullName;

        // Twice as much as a pipe and its reader hold.
        for (var i = 0; i < 2000; i++)
            File.Copy(_tool.At("photos/disc.gif"), Path.Join(folder, $"{new string('x', 60)}-{i}.gif"));
        var run = _tool.Start("many", "-o", "out", "--dry-run", option);
        Assert.NotNull(await run.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        var sent = 0;
        await Eventually.TrueAsync(() =>
        {
            if (run.HasExited)
                return true;
            Interrupt(run);
            sent++;
            return false;
        });

        Assert.InRange(sent, 2, int.MaxValue);
        Assert.Equal(130, run.ExitCode);
    }

    [Fact]
    public async Task One_interrupt_ends_a_build_that_waits_for_a_core()
    {
        SkipOnWindows();
        var slots = Directory.CreateDirectory(_tool.At($"thumbs-cores-{Environment.UserName}")).FullName;
        var held = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(core => new FileStream(Path.Join(slots, core.ToString(CultureInfo.InvariantCulture)), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            .ToList();
        try
        {
            _tool.Environment["TMPDIR"] = _tool.Folder;
            await File.WriteAllTextAsync(_tool.At("request.json"), Request(), TestContext.Current.CancellationToken);
            var run = _tool.Start("--build-request", _tool.At("request.json"), "--workers", "1");

            // What it does before it asks for a core.
            await Eventually.TrueAsync(() => File.Exists(_tool.At("register")) && new FileInfo(_tool.At("register")).Length > 0);
            Interrupt(run);

            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal((130, ""), (run.ExitCode, await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)));
        }
        finally
        {
            held.ForEach(slot => slot.Dispose());
        }
    }

    private string Request() => JsonSerializer.Serialize(new
    {
        version = 1,
        project = _tool.At("app.csproj"),
        outputFolder = _tool.At("out"),
        itemList = _tool.At("items"),
        manifest = _tool.At("manifest.json"),
        folderRegister = _tool.At("register"),
        failOnError = true,
        properties = new Dictionary<string, string>(StringComparer.Ordinal),
        sets = Array.Empty<string>(),
    });

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Only a console can send Ctrl+C there.");

    private static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
