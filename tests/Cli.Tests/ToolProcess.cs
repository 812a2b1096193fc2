using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Thumbs.Cli.Tests;

/// <summary>The built tool as a process, in a folder of its own that has two images.</summary>
internal sealed partial class ToolProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<Process> _started = [];

    public ToolProcess()
    {
        foreach (var name in new[] { "disc.gif", "sun.svg" })
            File.Copy(Path.Join(Checkout, "samples", "photos", name), Path.Join(Directory.CreateDirectory(At("photos")).FullName, name));
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("thumbs-cli-").FullName;

    /// <summary>Laid over the environment of the test; <see langword="null"/> takes a variable away.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    public static string Assembly { get; } = Path.Join(AppContext.BaseDirectory, "dotnet-thumbs.dll");

    public static string Checkout { get; } = FindCheckout();

    public string At(string path) => Path.Join(Folder, path);

    public Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] args) => StartAsync("dotnet", [Assembly, .. args]);

    /// <summary>Runs a line of a shell, in which <c>thumbs</c> is the tool.</summary>
    public Task<(int ExitCode, string Out, string Error)> ShellAsync(string line)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The line is for a POSIX shell.");
        return StartAsync("/bin/sh", ["-c", $"thumbs() {{ dotnet '{Assembly}' \"$@\"; }}; {line}"]);
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Starts the tool, and leaves it to the test to read what it says.</summary>
    public Process Start(params string[] args) => Start("dotnet", [Assembly, .. args]);

    private Process Start(string program, string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["THUMBS_CACHE_DIR"] = At("cache");
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        _started.Add(process);
        return process;
    }

    private async Task<(int ExitCode, string Out, string Error)> StartAsync(string program, string[] args)
    {
        var process = Start(program, args);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, Progress().Replace(await output, ""), await error);
    }

    /// <summary>Lines that only a run of more than five seconds writes, as on a machine with much else to do.</summary>
    [GeneratedRegex(@"^\d+ of \d+ done, .*\n", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Progress();

    private static string FindCheckout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Join(folder, "Thumbs.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
