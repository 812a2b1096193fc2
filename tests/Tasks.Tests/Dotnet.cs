using System.Diagnostics;
using System.Text.RegularExpressions;

using Thumbs.Engine;

namespace Thumbs.Tasks.Tests;

/// <param name="ExitCode">Of the process.</param>
/// <param name="Output">All that it wrote.</param>
internal sealed partial record DotnetResult(int ExitCode, string Output)
{
    /// <summary>The engine's summary of its run, without the time that it took; <see langword="null"/> where it did not run.</summary>
    public string? Summary => SummaryLine.Match(Output) is { Success: true } match ? match.Groups["figures"].Value : null;

    [GeneratedRegex(@"Thumbs: (?<figures>\d+ made.*?) in [\d.]+ s", RegexOptions.ExplicitCapture)]
    private static partial Regex SummaryLine { get; }

    public DotnetResult Expect(int exitCode)
    {
        // A build at this verbosity writes thousands of lines; the errors are among the last.
        const int LastLines = 40;
        var end = string.Join('\n', Output.Split('\n').TakeLast(LastLines));
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode} instead of {exitCode}\n{end}");
        return this;
    }
}

/// <summary>Runs <c>dotnet</c> as a user's shell would: without the settings of the test's own host, and without nodes that outlive it.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    public static async Task<DotnetResult> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        using var process = Start(folder, arguments);
        return await FinishAsync(process);
    }

    public static Process Start(string folder, params IEnumerable<string> arguments) => StartProgram("dotnet", folder, WithProject(folder, [.. arguments]));

    /// <summary>Starts another program, which starts <c>dotnet</c>.</summary>
    public static Process StartProgram(string program, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfTheHost).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        // Every run has a cache of its own, so that no test sees what another has made, nor the user's cache.
        start.Environment.TryAdd("THUMBS_CACHE_DIR", PrivateCache.Next());
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public static async Task<DotnetResult> FinishAsync(Process process)
    {
        var (exitCode, output, error) = await FinishedProcess.OfAsync(process, Timeout);
        return new(exitCode, output + error);
    }

    /// <summary>Names the project of the folder where Wine is Windows: MSBuild looks for it by a pattern (<c>*.*proj</c>) that Wine matches with nothing.</summary>
    private static string[] WithProject(string folder, string[] arguments)
    {
        if (!Platform.IsWine || arguments is not [("build" or "clean" or "msbuild" or "pack" or "publish" or "restore") and var verb, .. var rest])
            return arguments;
        var project = Directory.GetFiles(folder).FirstOrDefault(file => file.EndsWith(".csproj", StringComparison.Ordinal));
        return project is null ? arguments : [verb, Path.GetFileName(project), .. rest];
    }

    private static bool IsOfTheHost(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_HOST_PATH" or "DOTNET_CLI_TELEMETRY_SESSIONID" or "DesignTimeBuild";
}
