namespace Thumbs.Diagnostics;

/// <summary>What every verb runs behind: whatever goes wrong in it becomes one message and an exit code.</summary>
internal static class FaultBarrier
{
    /// <param name="verb">Returns one of <see cref="ExitCode"/>.</param>
    /// <param name="tell">Passes the message on.</param>
    /// <param name="stop">The user's wish that the verb ends.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(Func<Task<int>> verb, Action<Problem> tell, CancellationToken stop)
    {
        try
        {
            return await verb();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // What nobody foresaw is told too.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var problem = (exception as ThumbsException)?.Problem ?? UnexpectedFault.Of(exception);
            try
            {
                tell(problem);
            }
#pragma warning disable CA1031 // Where even this fails nobody hears of it: the exit code says the rest.
            catch (Exception)
#pragma warning restore CA1031
            {
            }

            return problem.Diagnostic.IsOfTheMachine ? ExitCode.MachineFailed : ExitCode.WrongUsage;
        }
    }
}
