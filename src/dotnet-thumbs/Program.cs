using System.Runtime.InteropServices;

using Thumbs.Build;
using Thumbs.Cli;
using Thumbs.Engine;
using Thumbs.Imaging;

namespace Thumbs;

/// <summary>Picks the verb.</summary>
internal static class Program
{
    // Not asynchronous itself: the first await of a process takes a fifth of what it takes to tell the version.
    private static Task<int> Main(string[] args) => args switch
    {
        [ToolVersion.Option] => Task.FromResult(ToolVersion.Tell()),
        [ImagingCommand.Verb, ..] => Task.FromResult(Work(args)),
        _ => RunAsync(args),
    };

    private static int Work(string[] args)
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        return ImagingWorker.Run(input, output, args is [_, var libvips, ..] ? libvips : null);
    }

    private static async Task<int> RunAsync(string[] args)
    {
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        if (args is [BuildVerb.Name, _, ..])
        {
            await using var output = Surroundings.Utf8(Console.OpenStandardOutput());
            return await BuildVerb.RunAsync(args, output, cancellation.Token);
        }

        return await CommandLine.RunAsync(
            args,
            Surroundings.OfProcess(),
            (request, report, token) => ThumbsEngine.RunAsync(request, report, token),
            cancellation.Token);

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            cancellation.Cancel();
        }
    }
}
