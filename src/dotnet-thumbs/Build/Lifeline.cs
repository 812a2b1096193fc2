using System.IO.Pipes;

namespace Thumbs.Build;

/// <summary>
/// A pipe whose other end the MSBuild task holds. Nothing is sent through it: it ends when the task closes it to
/// cancel the run, or when the MSBuild node has ended.
/// </summary>
internal sealed class Lifeline : IDisposable
{
    private readonly AnonymousPipeClientStream _pipe;
#pragma warning disable CA2213 // The end of the pipe may be seen after disposal; without a wait handle there is nothing to dispose of.
    private readonly CancellationTokenSource _cut = new();
#pragma warning restore CA2213

    /// <param name="handle">Of the pipe, as the task passed it.</param>
    public Lifeline(string handle)
    {
        _pipe = new(PipeDirection.In, handle);
        _ = WatchAsync();
    }

    /// <summary>Cancelled once the pipe has ended.</summary>
    public CancellationToken Cut => _cut.Token;

    public void Dispose() => _pipe.Dispose();

    private async Task WatchAsync()
    {
        try
        {
            while (await _pipe.ReadAsync(new byte[1]) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A broken pipe counts as ended.
        }
        await _cut.CancelAsync();
    }
}
