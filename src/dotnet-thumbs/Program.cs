using System.Runtime.InteropServices;

using Thumbs.Build;
using Thumbs.Cli;
using Thumbs.Engine;
using Thumbs.Imaging;

if (args is [ImagingCommand.Verb, .. var expected])
{
    await using var input = Console.OpenStandardInput();
    await using var output = Console.OpenStandardOutput();
    return ImagingWorker.Run(input, output, expected.FirstOrDefault());
}

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
