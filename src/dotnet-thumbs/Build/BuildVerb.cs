using System.Globalization;

using Thumbs.Caching;
using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Parameters;

namespace Thumbs.Build;

/// <summary>The verb of the MSBuild task: <c>--build-request FILE --workers N [--task-pipe HANDLE]</c>. Not documented for users.</summary>
internal static class BuildVerb
{
    public const string Name = "--build-request";
    private const string Workers = "--workers";
    private const string PipeHandle = "--task-pipe";

    /// <param name="path">Of the request.</param>
    /// <param name="args">What follows it.</param>
    /// <param name="folder">The current folder; absolute.</param>
    /// <param name="output">Takes all messages.</param>
    /// <param name="cancellation">The user's Ctrl+C.</param>
    /// <returns>One of <see cref="ExitCode"/>; a failed image is a success where it must not fail the build.</returns>
    public static async Task<int> RunAsync(string path, string[] args, string folder, TextWriter output, CancellationToken cancellation)
    {
        using var run = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var unread = new BuildReport(output, folder, failOnError: true);
        var report = unread;
        return await FaultBarrier.RunAsync(
            async () =>
            {
                using var pipe = Value(args, PipeHandle) is { } handle ? new TaskPipe(handle, run) : null;
                var asked = await BuildRequestFile.ReadAsync(path, run.Token);
                report = new(output, Path.GetDirectoryName(asked.Project)!, asked.FailOnError);
                return await RunAsync(asked, WorkersIn(args), report, run.Token);
            },
            (problem, _) => report.Noticed(problem),
            run.Token);
    }

    private static async Task<int> RunAsync(BuildRequest asked, int workers, BuildReport report, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        var request = BuildPlan.RequestFor(asked, CacheLayout.FolderOf(Environment.GetEnvironmentVariable(CacheLayout.Variable)), problems, Environment.GetEnvironmentVariable(Settings.LibvipsVariable));
        problems.ForEach(report.Noticed);
        if (problems.Exists(problem => problem.IsError))
            return ExitCode.WrongUsage;

        using var register = await FolderRegister.HoldAsync(asked.FolderRegister, asked.OutputFolder, report.Waits, cancellation);
        if (asked.Sets.Count > 0)
            await FolderOwner.ClaimAsync(asked.OutputFolder, asked.Project, cancellation);
        using var cores = await CoreSlots.HoldAsync(workers, report.Waits, cancellation);
        var summary = await ThumbsEngine.RunAsync(request with { Donors = register.Others, Jobs = cores.Count }, report, cancellation);
        if (summary.ExitCode is ExitCode.Success or ExitCode.SomeFailed)
        {
            await ItemList.WriteAsync(asked, report.Outcomes, cancellation);
            if (asked.TypedNames is { } names && !await new TypedNames(asked, names, request.Sets!).WriteAsync(report.Outcomes, report.Noticed, cancellation))
                return ExitCode.WrongUsage;
        }

        return summary.ExitCode == ExitCode.SomeFailed && !asked.FailOnError ? ExitCode.Success : summary.ExitCode;
    }

    private static int WorkersIn(string[] args) =>
        int.TryParse(Value(args, Workers), NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers > 0
            ? workers
            : throw new ThumbsException(Diagnostic.BuildRequestUnreadable.At(path: null, $"{Workers} names no number of workers"));

    private static string? Value(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 ? args.ElementAtOrDefault(index + 1) : null;
    }
}
