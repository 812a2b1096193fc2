using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Imaging.Library;
using Thumbs.Pool;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Imaging.Worker;

/// <summary>A worker process: does the image jobs from its input and answers on its output, one line each.</summary>
/// <remarks>
/// The end of its input means that the parent has ended or needs it no more: the process then ends at once.
/// Ctrl+C reaches every process of the terminal; the parent decides when a worker ends.
/// </remarks>
public sealed class ImagingWorker
{
    /// <summary>How long to wait for the first order before warming up: an order that came later would wait for the whole warm-up.</summary>
    private static readonly TimeSpan FirstOrderWait = TimeSpan.FromMilliseconds(10);

    private readonly Stream _output;
    private readonly OrderQueue _orders;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Lock _answering = new();

    private ImagingWorker(Stream output)
    {
        _output = output;
        _orders = new(id => Answer(new(Protocol: null, Fatal: null, id, Result: null)));
    }

    /// <summary>Works until the input ends.</summary>
    /// <param name="input">Lines with orders.</param>
    /// <param name="output">Lines with answers.</param>
    /// <param name="libvips">The version of libvips that the parent expects; <see langword="null"/> for any.</param>
    /// <param name="loaders">See <see cref="Libvips.Start"/>.</param>
    /// <returns>The exit code of the process.</returns>
    public static int Run(Stream input, Stream output, string? libvips = null, IReadOnlyCollection<string>? loaders = null)
    {
        if (!ParentDeath.EndWithParent())
            return ExitCode.Success;
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        SandboxedProcess.Settle();
        var worker = new ImagingWorker(output);
        var reader = new Thread(() => worker._orders.Fill(input)) { IsBackground = true, Name = "orders" };
        reader.Start();
        return worker.Work(libvips, loaders);
    }

    private int Work(string? libvips, IReadOnlyCollection<string>? loaders)
    {
        var fatal = Libvips.Start(libvips, loaders);
        Answer(new Answer<ImageResult>(WorkerProtocol.Version, fatal, Id: null, Result: null));
        if (fatal is not null)
            return ExitCode.MachineFailed;

        if (_orders.IsIdleFor(FirstOrderWait))
            WarmUp.Run();
        while (_orders.Take() is { } order)
        {
            var result = ImageRenderer.Render(order.Job!, soFar => Answer(new(Protocol: null, Fatal: null, order.Id, soFar, More: true)));
            _orders.Done();
            Answer(new Answer<ImageResult>(Protocol: null, Fatal: null, order.Id, result));
        }

        return ExitCode.Success;
    }

    private void Answer(Answer<ImageResult> answer)
    {
        lock (_answering)
        {
            _line.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(_line))
                AnswerJson.Write(writer, answer);
            _line.Write("\n"u8);
            try
            {
                _output.Write(_line.WrittenSpan);
                _output.Flush();
            }
            catch (IOException)
            {
                // The parent has ended. So has the input, which ends this process.
            }
        }
    }
}
