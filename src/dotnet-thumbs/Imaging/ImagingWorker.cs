using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

using Thumbs.Engine;
using Thumbs.Pool;

namespace Thumbs.Imaging;

/// <summary>A worker process: does the image jobs that come in on its input and answers on its output, one line each.</summary>
/// <remarks>
/// The end of its input means that the parent is gone or done: the process then ends at once, whatever it is doing.
/// Ctrl+C reaches every process of the terminal; what becomes of a worker is for its parent to decide.
/// </remarks>
internal sealed class ImagingWorker
{
    private readonly Stream _output;
    private readonly OrderQueue _orders = new();
    private readonly ArrayBufferWriter<byte> _line = new();

    private ImagingWorker(Stream output) => _output = output;

    /// <summary>Works until the input ends.</summary>
    /// <param name="input">Lines with orders.</param>
    /// <param name="output">Lines with answers.</param>
    /// <returns>The exit code of the process.</returns>
    public static int Run(Stream input, Stream output)
    {
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        var worker = new ImagingWorker(output);
        var reader = new Thread(() => worker._orders.Fill(input)) { IsBackground = true, Name = "orders" };
        reader.Start();
        return worker.Work();
    }

    private int Work()
    {
        var fatal = Libvips.Start();
        Answer(new Answer<ImageResult>(WorkerProtocol.Version, fatal, Id: null, Result: null));
        if (fatal is not null)
            return ExitCode.MachineFailed;

        if (_orders.IsEmpty)
            WarmUp.Run();
        while (_orders.Take() is { } order)
            Answer(new Answer<ImageResult>(Protocol: null, Fatal: null, order.Id, order.Job is { } job ? ImageRenderer.Render(job) : null));
        return ExitCode.Success;
    }

    private void Answer(Answer<ImageResult> answer)
    {
        _line.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_line))
            JsonSerializer.Serialize(writer, answer, WorkerJson.Default.AnswerImageResult);
        _line.Write("\n"u8);
        _output.Write(_line.WrittenSpan);
        _output.Flush();
    }
}
