using System.ComponentModel;
using System.Diagnostics;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>A program and what it is called with.</summary>
/// <param name="Program">Its path, or its name where it is on the <c>PATH</c>.</param>
/// <param name="Arguments">Not quoted.</param>
internal sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Variables of `dotnet run` that the measured programs must not inherit.</summary>
    private static readonly string[] OfDotnetRun = ["DOTNET_HOST_PATH", "MSBUILDSDKSPATH", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"];

    /// <summary>Variables set beside the inherited ones.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it starts.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>The wall time from before the program starts until it has ended.</summary>
    /// <exception cref="InvalidOperationException">Its exit code is not 0.</exception>
    public async Task<TimeSpan> TimeAsync()
    {
        var start = Stopwatch.GetTimestamp();
        await OutputAsync();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>What it writes to its standard output.</summary>
    /// <inheritdoc cref="TimeAsync"/>
    public async Task<string> OutputAsync()
    {
        using var process = Start();
        return await FinishAsync(process);
    }

    /// <summary>What it writes to its standard output; <see langword="null"/> where there is no such program, or it fails.</summary>
    public async Task<string?> TryOutputAsync()
    {
        try
        {
            return await OutputAsync();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            // Not installed, or it does not support the arguments.
            return null;
        }
    }

    public Process Start()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in OfDotnetRun)
            start.Environment.Remove(name);
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for a process of this command.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <inheritdoc cref="TimeAsync"/>
    public async Task<string> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{Program} {string.Join(' ', Arguments)}: exit code {process.ExitCode}\n{await output}\n{await error}");
    }
}
