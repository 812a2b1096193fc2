using Thumbs.Cli.Reports;
using Thumbs.Diagnostics;

namespace Thumbs.Cli;

/// <summary>The tool as a user types it: a verb, and what becomes of its faults.</summary>
internal static class CommandLine
{
    /// <param name="args">All of them.</param>
    /// <param name="here">Where the tool was started.</param>
    /// <param name="verb">What they ask for.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args, ProcessContext here, Func<ProcessContext, Task<int>> verb) => FaultBarrier.RunAsync(
        () => here.Folder.Length > 0 ? verb(here) : throw new ThumbsException(Diagnostic.NoSuchInput.At(path: null, "The current folder has been deleted")),
        // The options may be what is wrong: whether JSON is wanted has to be seen without them.
        (problem, exitCode) => Report.Write(problem, exitCode, args.Contains("--json"), here),
        here.Interruption);
}
