using Thumbs.Build;
using Thumbs.Cli;
using Thumbs.Engine;
using Thumbs.Imaging.Worker;

namespace Thumbs;

/// <summary>Picks the verb.</summary>
internal static class Program
{
    // Not async: the first await of a process takes a fifth of what --version takes.
    private static Task<int> Main(string[] args) => args switch
    {
        [VersionVerb.Option] => Task.FromResult(VersionVerb.Run()),
        [ImagingCommand.Verb, ..] => Task.FromResult(Work(args)),
        _ => RunAsync(args),
    };

    private static int Work(string[] args)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        return ImagingWorker.Run(input, output, args is [_, var libvips, ..] ? libvips : null);
    }

    private static Task<int> RunAsync(string[] args)
    {
        Interruption.Listen();
        return args is [BuildVerb.Name, _, ..]
            ? BuildAsync(args)
            : CommandLine.RunAsync(
                args,
                Surroundings.OfProcess(),
                (request, report, token) => ThumbsEngine.RunAsync(request, report, token),
                Interruption.Token);
    }

    private static async Task<int> BuildAsync(string[] args)
    {
        await using var output = Surroundings.Utf8(Console.OpenStandardOutput());
        return await BuildVerb.RunAsync(args, output, Interruption.Token);
    }
}
