using Thumbs.Build;
using Thumbs.Cli;
using Thumbs.Engine;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;

namespace Thumbs;

/// <summary>Picks the verb.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => RunAsync(
        args,
        () => ProcessContext.OfProcess() with { Interruption = Interruption.Listen() },
        (request, report, token) => ThumbsEngine.RunAsync(request, report, token));

    /// <summary>The one table of verbs; what begins with none of them is a run.</summary>
    /// <param name="args">All of them.</param>
    /// <param name="look">Reads the environment, for the verbs that need it.</param>
    /// <param name="engine">Reports everything except the exceptions that it throws.</param>
    /// <returns>One of <see cref="Diagnostics.ExitCode"/>.</returns>
    // Not async: the first await of a process takes a fifth of what --version takes.
    internal static Task<int> RunAsync(string[] args, Func<ProcessContext> look, Func<Request, IReport, CancellationToken, Task<Summary>> engine) => args switch
    {
        [VersionVerb.Option] when VersionVerb.TryRun() => Task.FromResult(Diagnostics.ExitCode.Success),
        [ImagingCommand.Verb, .. var rest] => Task.FromResult(Work(rest)),
        [BuildVerb.Name, var request, .. var rest] => BuildAsync(request, rest, look()),
        [InfoVerb.Name, .. var rest] => CommandLine.RunAsync(args, look(), here => InfoVerb.RunAsync(rest, here)),
        [CacheVerb.Name, .. var rest] => CommandLine.RunAsync(args, look(), here => CacheVerb.RunAsync(rest, here)),
        [MergeVerb.Name, .. var rest] => CommandLine.RunAsync(args, look(), here => MergeVerb.RunAsync(rest, here)),
        _ => CommandLine.RunAsync(args, look(), here => RunVerb.RunAsync(args, here, engine)),
    };

    private static int Work(string[] args)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        return args is [var version, var library, var loaders]
            ? new SystemLibrary(library).Work(input, output, version, loaders)
            : ImagingWorker.Run(input, output, args is [var libvips, ..] ? libvips : null);
    }

    private static Task<int> BuildAsync(string request, string[] args, ProcessContext here) =>
        BuildVerb.RunAsync(request, args, here.Folder, here.Out, here.Interruption);
}
