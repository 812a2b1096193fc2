using System.Diagnostics;
using System.Text;
using System.Text.Json;

using Thumbs.Pool.Sandboxing;

namespace Thumbs.Pool;

/// <summary>Why the pool killed a worker.</summary>
internal enum KillReason
{
    None,
    JobTimeout,
    StartTimeout,
    Memory,
    Garbled,

    /// <summary>For a job that it had just answered.</summary>
    TooLate,
}

/// <summary>
/// One child process: lines in, lines out, and what it wrote to its standard error. Knows nothing of jobs. Reading is for
/// one caller at a time; sending, watching and killing are for anyone.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>A line longer than this (bytes) is no answer.</summary>
    private const int MaxLine = 4 << 20;

    /// <summary>As many characters of standard error as are kept for a message.</summary>
    private const int MaxStandardError = 4096;

    /// <summary>The stack of the thread that reads standard error, in bytes: it has little to remember.</summary>
    private const int StackOfReader = 128 << 10;

    /// <summary>How long a worker whose streams are closed may take to end by itself.</summary>
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(2);

    /// <summary>How long the system may take to end a worker that was killed: it has its memory to take back, and its calls to finish.</summary>
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Thread _standardErrorReader;
    private readonly StringBuilder _standardError = new();
    private readonly Lock _sending = new();
    private byte[] _buffer = new byte[16 << 10];
    private int _start;
    private int _end;
    private long _deadline = long.MaxValue;

    /// <summary>A deadline that nobody can meet any more: <see cref="Watch"/> is about to kill it.</summary>
    private const long Condemned = -1;

    private WorkerProcess(Process process)
    {
        _process = process;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
        _standardErrorReader = new(() => ReadStandardError(process.StandardError), StackOfReader) { IsBackground = true, Name = "stderr" };
        _standardErrorReader.Start();
    }

    /// <summary>Why the pool killed it; the first reason counts.</summary>
    public KillReason Killed { get; private set; }

    /// <summary>Whether it has said hello.</summary>
    public bool IsReady { get; set; }

    /// <param name="command">How.</param>
    /// <param name="sandbox">What it is started in; <see langword="null"/> for none.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static WorkerProcess Start(WorkerCommand command, Sandbox? sandbox)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // On Windows a worker then has a console of its own, without a window: Ctrl+C, Ctrl+Break and the end of the window reach
            // the coordinator alone.
            CreateNoWindow = true,
            UseShellExecute = false,
        };
        InheritedVariables.KeepAllowed(start.Environment);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        return new WorkerProcess(sandbox is null ? Process.Start(start)! : sandbox.Start(start));
    }

    /// <summary>The point in <see cref="Stopwatch"/> time at which <see cref="Watch"/> kills it.</summary>
    public void ExpectAnswerWithin(TimeSpan time) => Expect(Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));

    public void ExpectNothing() => Expect(long.MaxValue);

    /// <summary>Kills the process if it is past its deadline or beyond its memory.</summary>
    /// <param name="maxMemory">In bytes, resident.</param>
    public void Watch(long maxMemory)
    {
        var due = Volatile.Read(ref _deadline);
        if (due is long.MaxValue or Condemned)
            return;
        var reason = Stopwatch.GetTimestamp() > due ? (IsReady ? KillReason.JobTimeout : KillReason.StartTimeout)
            : maxMemory < long.MaxValue && ResidentMemory.Of(_process) > maxMemory ? KillReason.Memory
            : KillReason.None;

        // Only where it is still at the job that this was seen of.
        if (reason != KillReason.None && Interlocked.CompareExchange(ref _deadline, Condemned, due) == due)
            Kill(reason);
    }

    /// <summary>A worker that is condemned may answer once more: then it is another job that dies with it, and is not to blame.</summary>
    private void Expect(long deadline)
    {
        if (Interlocked.Exchange(ref _deadline, deadline) == Condemned)
            Killed = KillReason.TooLate;
    }

    public void Kill(KillReason reason)
    {
        if (Killed == KillReason.None)
            Killed = reason;

        // What a worker that went wrong has started, if anything, may hold its streams open. To find it means to look at every process
        // there is: at the end of each run that would cost more than all else that is left to do.
        ProcessEnd.Kill(_process, withDescendants: reason != KillReason.None);
    }

    /// <summary>Sends a line, complete with its line end.</summary>
    /// <returns>False where the worker no longer reads; its end will be seen by whoever reads from it.</returns>
    public bool Send(ReadOnlySpan<byte> line)
    {
        lock (_sending)
        {
            try
            {
                _input.Write(line);

                // On Windows the stream keeps up to 4,096 bytes to itself; elsewhere there is nothing to flush.
                _input.Flush();
                return true;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Whether the next line is there already, so that reading it takes no time.</summary>
    public bool HasLine { get; private set; }

    /// <summary>The next line, read as JSON.</summary>
    /// <returns><see langword="null"/> at the end of the stream; a line torn by the worker's end counts as the end.</returns>
    /// <exception cref="JsonException">The line is no answer.</exception>
    public Answer<TResult>? Read<TResult>(AnswerReader<TResult> parse)
        where TResult : class
    {
        while (true)
        {
            var unread = _buffer.AsSpan(_start, _end - _start);
            var length = unread.IndexOf((byte)'\n');
            if (length >= 0)
            {
                _start += length + 1;
                HasLine = unread[(length + 1)..].Contains((byte)'\n');
                var reader = new Utf8JsonReader(unread[..length]);
                return parse(ref reader);
            }

            MakeRoom();
            var count = _output.Read(_buffer.AsSpan(_end));
            if (count == 0)
                return null;
            _end += count;
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
    /// <returns>Its exit code; <see langword="null"/> where the system does not get it to end, for a file on a server that is gone, say.</returns>
    public int? WaitForExit()
    {
        if (!_process.WaitForExit(ExitGrace))
            Kill(KillReason.Garbled);
        var hasEnded = _process.WaitForExit(KillGrace);

        // A grandchild may hold the pipe open; then what was read until now has to do.
        _standardErrorReader.Join(ExitGrace);
        return hasEnded ? _process.ExitCode : null;
    }

    /// <summary>Closes its input, upon which a worker ends by itself, and sees that it does.</summary>
    public void Dispose()
    {
        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // It had ended before.
        }

        WaitForExit();
        _output.Dispose();
        _process.Dispose();
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == MaxLine)
        {
            throw new JsonException("An answer without an end.");
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }

    private void ReadStandardError(StreamReader reader)
    {
        var buffer = new char[1024];
        int count;
        while ((count = reader.Read(buffer)) > 0)
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
