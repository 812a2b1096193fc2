using System.IO.Pipes;

using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Build;

/// <summary>
/// A pipe whose other end the MSBuild task holds. Nothing is sent through it: it ends when the task closes it to
/// cancel the run, or when the MSBuild node has ended.
/// </summary>
internal sealed class TaskPipe : IDisposable
{
    private readonly AnonymousPipeClientStream _pipe;

    /// <param name="handle">Of the pipe, as the task passed it.</param>
    /// <param name="run">Cancelled when the task has ended.</param>
    /// <exception cref="ThumbsException">There is no such pipe.</exception>
    public TaskPipe(string handle, CancellationTokenSource run)
    {
        try
        {
            _pipe = new(PipeDirection.In, handle);
        }
        catch (Exception exception) when (exception is ArgumentException || WriteFailure.Is(exception))
        {
            throw new ThumbsException(Diagnostic.BuildRequestUnreadable.At(path: null, $"\"{handle}\" is no pipe: {exception.Message}"), exception);
        }

        _ = WatchAsync(run);
    }

    public void Dispose() => _pipe.Dispose();

    private async Task WatchAsync(CancellationTokenSource run)
    {
        try
        {
            while (await _pipe.ReadAsync(new byte[1]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe counts as ended.
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException)
        {
            // The run has ended first.
            return;
        }

        await run.CancelAsync();
    }
}
