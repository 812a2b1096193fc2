using System.Diagnostics;

namespace Thumbs.Tests;

/// <summary>What a process that a test has started writes until its end.</summary>
internal static class FinishedProcess
{
    /// <summary>Waits for the end of a process; one that takes too long is killed with its descendants.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> OfAsync(Process process, TimeSpan timeout)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
