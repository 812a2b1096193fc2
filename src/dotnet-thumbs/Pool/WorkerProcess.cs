using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace Thumbs.Pool;

/// <summary>Why the pool killed a worker.</summary>
internal enum KillReason
{
    None,
    JobTimeout,
    StartTimeout,
    Memory,
    Garbled,
}

/// <summary>
/// One child process: lines in, lines out, and what it wrote to its standard error. Knows nothing of jobs. Reading is for
/// one caller at a time; sending, watching and killing are for anyone.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>A line longer than this (bytes) is no answer.</summary>
    private const int MaxLine = 4 << 20;

    /// <summary>As many characters of standard error as are kept for a message.</summary>
    private const int MaxStandardError = 4096;

    /// <summary>How long a worker whose streams are closed may take to end by itself.</summary>
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly PipeReader _output;
    private readonly Task _standardErrorRead;
    private readonly StringBuilder _standardError = new();
#pragma warning disable CA2213 // A sender may still be leaving it; without a wait handle there is nothing to dispose of.
    private readonly SemaphoreSlim _sending = new(1, 1);
#pragma warning restore CA2213
    private long _deadline = long.MaxValue;

    private WorkerProcess(Process process)
    {
        _process = process;
        _input = process.StandardInput.BaseStream;
        _output = PipeReader.Create(process.StandardOutput.BaseStream);
        _standardErrorRead = ReadStandardErrorAsync(process.StandardError);
    }

    /// <summary>Why the pool killed it; the first reason counts.</summary>
    public KillReason Killed { get; private set; }

    /// <summary>Whether it has said hello.</summary>
    public bool IsReady { get; set; }

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static WorkerProcess Start(WorkerCommand command)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>The point in <see cref="Stopwatch"/> time at which <see cref="Watch"/> kills it.</summary>
    public void ExpectAnswerWithin(TimeSpan time) =>
        Volatile.Write(ref _deadline, Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));

    public void ExpectNothing() => Volatile.Write(ref _deadline, long.MaxValue);

    /// <summary>Kills the process if it is past its deadline or beyond its memory.</summary>
    /// <param name="maxMemory">In bytes, resident.</param>
    public void Watch(long maxMemory)
    {
        var due = Volatile.Read(ref _deadline);
        if (due == long.MaxValue)
            return;
        if (Stopwatch.GetTimestamp() > due)
            Kill(IsReady ? KillReason.JobTimeout : KillReason.StartTimeout);
        else if (maxMemory < long.MaxValue && ResidentMemory.Of(_process) > maxMemory)
            Kill(KillReason.Memory);
    }

    public void Kill(KillReason reason)
    {
        if (Killed == KillReason.None)
            Killed = reason;
        ProcessEnd.Kill(_process);
    }

    /// <summary>Sends a line, complete with its line end.</summary>
    /// <returns>False where the worker no longer reads; its end will be seen by whoever reads from it.</returns>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _input.WriteAsync(line, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Whether the next line is there already, so that reading it takes no time.</summary>
    public bool HasLine { get; private set; }

    /// <summary>The next line, read as JSON.</summary>
    /// <returns><see langword="null"/> at the end of the stream; a line torn by the worker's end counts as the end.</returns>
    /// <exception cref="JsonException">The line is no answer.</exception>
    public async ValueTask<Answer<TResult>?> ReadAsync<TResult>(AnswerReader<TResult> parse, CancellationToken cancellationToken)
        where TResult : class
    {
        while (true)
        {
            var read = await _output.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                HasLine = read.Buffer.Slice(read.Buffer.GetPosition(1, end)).PositionOf((byte)'\n') is not null;
                try
                {
                    return Parse(read.Buffer.Slice(0, end), parse);
                }
                finally
                {
                    _output.AdvanceTo(read.Buffer.GetPosition(1, end));
                }
            }

            if (read.IsCompleted)
                return null;
            if (read.Buffer.Length > MaxLine)
                throw new JsonException("An answer without an end.");
            _output.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>What it wrote to standard error since the last call.</summary>
    public string TakeStandardError()
    {
        lock (_standardError)
        {
            var text = _standardError.ToString().Trim();
            _standardError.Clear();
            return text;
        }
    }

    /// <summary>
    /// Waits until the process has ended and all it wrote to standard error is there. One that has closed its output but goes
    /// on is killed.
    /// </summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var grace = new CancellationTokenSource(ExitGrace);
        try
        {
            await _process.WaitForExitAsync(grace.Token);
        }
        catch (OperationCanceledException)
        {
            Kill(KillReason.Garbled);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        try
        {
            await _standardErrorRead.WaitAsync(ExitGrace);
        }
        catch (TimeoutException)
        {
            // A grandchild holds the pipe open; what was read until now has to do.
        }

        return _process.ExitCode;
    }

    /// <summary>Closes its input, upon which a worker ends by itself, and sees that it does.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _input.DisposeAsync();
        }
        catch (IOException)
        {
            // It had ended before.
        }

        await WaitForExitAsync();
        await _output.CompleteAsync();
        _process.Dispose();
    }

    private static Answer<TResult> Parse<TResult>(ReadOnlySequence<byte> line, AnswerReader<TResult> parse)
        where TResult : class
    {
        var reader = new Utf8JsonReader(line);
        return parse(ref reader);
    }

    private async Task ReadStandardErrorAsync(StreamReader reader)
    {
        var buffer = new char[1024];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            lock (_standardError)
            {
                _standardError.Append(buffer, 0, count);
                if (_standardError.Length > MaxStandardError)
                    _standardError.Remove(0, _standardError.Length - MaxStandardError);
            }
        }
    }
}
