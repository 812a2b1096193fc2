using System.Diagnostics;
using System.Text;

using Thumbs.Engine;

namespace Thumbs.Tool.Tests;

/// <param name="ExitCode">Of the process.</param>
/// <param name="Out">All of its standard output.</param>
/// <param name="Error">All of its standard error.</param>
internal sealed record CommandResult(int ExitCode, string Out, string Error)
{
    public CommandResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode} instead of {exitCode}\n{Out}\n{Error}");
        return this;
    }
}

/// <summary>Runs a program and collects its output.</summary>
internal static class Command
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public static async Task<CommandResult> RunAsync(string program, string folder, params IEnumerable<string> arguments)
    {
        using var process = Start(program, folder, arguments);
        return await FinishAsync(process);
    }

    public static Process Start(string program, string folder, params IEnumerable<string> arguments)
    {
        var process = Open(program, folder, arguments);
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Starts a program that waits for its input. Its output is UTF-8 on every system.</summary>
    public static Process Open(string program, string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        if (OperatingSystem.IsWindows() && !Platform.IsWine)
        {
            // Ctrl+Break can only be sent to a group of processes that share the sender's console.
            WindowsProcesses.EnsureConsole();
            start.CreateNewProcessGroup = true;
        }

        // The test host's own settings are not for the programs under test.
        start.Environment.Remove("DOTNET_HOST_PATH");
        start.Environment.Remove("MSBUILDSDKSPATH");
        start.Environment.Remove("MSBuildExtensionsPath");

        // Every run has a cache of its own, so that no test sees what another has made, nor the user's cache.
        start.Environment.TryAdd("THUMBS_CACHE_DIR", PrivateCache.Next());
        return Process.Start(start)!;
    }

    public static async Task<CommandResult> FinishAsync(Process process)
    {
        var (exitCode, output, error) = await FinishedProcess.OfAsync(process, Timeout);
        return new(exitCode, output, error);
    }
}
