using System.Globalization;
using System.Text.Json;

using Thumbs.Caching;
using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Build;

/// <summary>Does what an MSBuild task asks for: <c>--build-request FILE --workers N [--lifeline HANDLE]</c>. Not for people.</summary>
internal static class BuildVerb
{
    public const string Name = "--build-request";
    private const string Workers = "--workers";
    private const string LifelineHandle = "--lifeline";

    /// <returns>One of <see cref="ExitCode"/>; a failed image is a success where it is not to fail the build.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellation)
    {
        using var lifeline = Value(args, LifelineHandle) is { } handle ? new Lifeline(handle) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifeline?.Cut ?? default);
        var asked = await ReadAsync(args[1], either.Token);
        var report = new BuildReport(output, Path.GetDirectoryName(asked.Project)!, asked.FailOnError);
        await using (report)
        {
            try
            {
                var workers = int.Parse(Value(args, Workers)!, CultureInfo.InvariantCulture);
                return await RunAsync(asked, workers, report, either.Token);
            }
            catch (ThumbsException exception)
            {
                report.Noticed(exception.Problem);
                return exception.Problem.Diagnostic.IsOfTheMachine ? ExitCode.MachineFailed : ExitCode.WrongUsage;
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                return ExitCode.Cancelled;
            }
        }
    }

    private static async Task<int> RunAsync(BuildRequest asked, int workers, BuildReport report, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var request = BuildPlan.RequestFor(asked, CacheLayout.FolderOf(Environment.GetEnvironmentVariable(CacheLayout.Variable)), problems);
        problems.ForEach(report.Noticed);
        if (problems.Count > 0)
            return ExitCode.WrongUsage;

        using var register = await FolderRegister.HoldAsync(asked.FolderRegister, asked.OutputFolder, report.Waits, cancellation);
        using var cores = await CoreSlots.HoldAsync(workers, report.Waits, cancellation);
        var summary = await ThumbsEngine.RunAsync(request with { Donors = register.Others, Jobs = cores.Count }, report, cancellation);
        if (summary.ExitCode is ExitCode.Success or ExitCode.SomeFailed)
            await ItemList.WriteAsync(asked, report.Outcomes, cancellation);
        return summary.ExitCode == ExitCode.SomeFailed && !asked.FailOnError ? ExitCode.Success : summary.ExitCode;
    }

    private static async Task<BuildRequest> ReadAsync(string path, CancellationToken cancellation)
    {
        var file = File.OpenRead(path);
        await using (file)
        {
            var request = await JsonSerializer.DeserializeAsync(file, BuildJson.Default.BuildRequest, cancellation);
            return request is { Version: BuildRequest.CurrentVersion } ? request : throw new InvalidDataException($"{path} is of another version.");
        }
    }

    private static string? Value(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 ? args[index + 1] : null;
    }
}
