namespace Thumbs.Diagnostics;

/// <summary>Runs a verb; every exception of it becomes one message and an exit code.</summary>
public static class FaultBarrier
{
    /// <param name="verb">Returns one of <see cref="ExitCode"/>.</param>
    /// <param name="tell">Passes the message on, with the exit code.</param>
    /// <param name="stop">The user's Ctrl+C.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> verb, Action<Problem, int> tell, CancellationToken stop)
    {
        try
        {
            return await verb();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // The last handler: unexpected exceptions are reported too.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var problem = (exception as ThumbsException)?.Problem ?? UnexpectedFault.Of(exception);
            var exitCode = problem.Diagnostic.IsOfTheMachine ? ExitCode.MachineFailed : ExitCode.WrongUsage;
            try
            {
                tell(problem, exitCode);
            }
#pragma warning disable CA1031 // Where even the message fails, the exit code is all that is left.
            catch (Exception)
#pragma warning restore CA1031
            {
            }

            return exitCode;
        }
    }
}
