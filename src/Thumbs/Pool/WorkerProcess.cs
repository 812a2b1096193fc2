using System.Diagnostics;
using System.Text;
using System.Text.Json;

using Thumbs.Files;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Pool;

/// <summary>Why the pool killed a worker.</summary>
public enum KillReason
{
    None,
    JobTimeout,
    StartTimeout,
    Memory,
    Garbled,

    /// <summary>It had answered the job that was too late.</summary>
    TooLate,
}

/// <summary>
/// One child process: lines in, lines out, and its standard error. Knows nothing of jobs. One thread at a time may read;
/// any may send, watch and kill.
/// </summary>
public sealed class WorkerProcess : IDisposable
{
    /// <summary>In bytes. A longer line is no answer.</summary>
    private const int MaxLine = 4 << 20;

    /// <summary>The characters of standard error that are kept for a message.</summary>
    private const int MaxStandardError = 4096;

    /// <summary>The stack of the thread that reads standard error, in bytes.</summary>
    private const int StackOfReader = 128 << 10;

    /// <summary>How long a worker whose streams are closed may take to end by itself.</summary>
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(2);

    /// <summary>How long the system may take to end a worker that was killed: it frees its memory and finishes its system calls.</summary>
    private static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _answers;
    private readonly LineReader _output;
    private readonly Thread _standardErrorReader;
    private readonly StringBuilder _standardError = new();
    private readonly Lock _sending = new();
    private readonly WorkingClock _clock;
    private readonly CountedTime _counted;
    private readonly long _memoryKillsBefore = MemoryKills.Count();
    private long _deadline = long.MaxValue;
    private long _asked;
    private long _watched;
    private long _stopped;
    private long _killedAt;

    /// <summary>The deadline of a worker that <see cref="Watch"/> is about to kill.</summary>
    private const long KillPending = -1;

    /// <summary>As long as a stopped process is waited for, in all.</summary>
    private static readonly long StopAllowed = 600 * Stopwatch.Frequency;

    private WorkerProcess(Process process, WorkingClock clock)
    {
        _process = process;
        _clock = clock;
        _counted = CountedTime.Of(process);
        _input = ChildPipe.Open(process.StandardInput.BaseStream, FileAccess.Write);
        _answers = ChildPipe.Open(process.StandardOutput.BaseStream, FileAccess.Read);
        _output = new(_answers, MaxLine);
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
    public static WorkerProcess Start(WorkerCommand command, Sandbox? sandbox, WorkingClock clock)
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
        return new WorkerProcess(sandbox is null ? Process.Start(start)! : sandbox.Start(start), clock);
    }

    /// <summary>Whether the kernel has killed some process for lack of memory since this one was started.</summary>
    public bool MemoryRanOut => _memoryKillsBefore >= 0 && MemoryKills.Count() > _memoryKillsBefore;

    /// <summary>After that time, less what it was stopped or had no core for, <see cref="Watch"/> kills it.</summary>
    public void ExpectAnswerWithin(TimeSpan time)
    {
        _asked = _clock.Now;
        Expect(_asked + (long)(time.TotalSeconds * Stopwatch.Frequency));
    }

    public void ExpectNothing() => Expect(long.MaxValue);

    /// <summary>Kills the process if it is past its deadline or beyond its memory.</summary>
    /// <param name="maxMemory">In bytes, resident.</param>
    public void Watch(long maxMemory)
    {
        var now = _clock.Now;
        var passed = now - Interlocked.Exchange(ref _watched, now);
        var due = Volatile.Read(ref _deadline);
        if (due is long.MaxValue or KillPending)
            return;
        if (IsStopped(now))
        {
            _stopped += passed;
            Interlocked.CompareExchange(ref _deadline, due + passed, due);
            return;
        }

        var asked = Volatile.Read(ref _asked);
        var uncounted = now - asked > Stopwatch.Frequency ? _counted.Uncounted(now, asked) : 0;
        if (uncounted > 0 && Interlocked.CompareExchange(ref _deadline, due + uncounted, due) == due)
            due += uncounted;
        var reason = now > due ? (IsReady ? KillReason.JobTimeout : KillReason.StartTimeout)
            : maxMemory < long.MaxValue && ResidentMemory.Of(_process) > maxMemory ? KillReason.Memory
            : KillReason.None;

        // Only where the deadline is still that of the job that was seen to be late.
        if (reason != KillReason.None && Interlocked.CompareExchange(ref _deadline, KillPending, due) == due)
            Kill(reason);
    }

    /// <summary>Whether it was killed longer ago than this.</summary>
    public bool WasKilledBefore(TimeSpan time) => Volatile.Read(ref _killedAt) is not 0 and var at && Stopwatch.GetElapsedTime(at) > time;

    /// <summary>Not checked in the first half second of a job: most take no longer.</summary>
    private bool IsStopped(long now) =>
        now - Volatile.Read(ref _asked) > Stopwatch.Frequency / 2 && _stopped < StopAllowed && StoppedProcess.Is(_process.Id);

    /// <summary>A worker that is about to be killed may answer once more; the next job is then ended with it and is not to blame.</summary>
    private void Expect(long deadline)
    {
        if (Interlocked.Exchange(ref _deadline, deadline) == KillPending)
            Killed = KillReason.TooLate;
    }

    public void Kill(KillReason reason)
    {
        if (Killed == KillReason.None)
            Killed = reason;
        Interlocked.CompareExchange(ref _killedAt, Stopwatch.GetTimestamp(), comparand: 0);

        // Processes that a failed worker started may hold its streams open. To find them, every process of the machine is inspected,
        // which is too slow for the normal end of a run.
        ProcessEnd.Kill(_process, withDescendants: reason != KillReason.None);
    }

    /// <summary>Sends a line, complete with its line end.</summary>
    /// <returns>False where the worker no longer reads; the reader of its output will see its end.</returns>
    public bool Send(ReadOnlySpan<byte> line)
    {
        lock (_sending)
        {
            try
            {
                _input.Write(line);

                // On Windows the stream buffers up to 4,096 bytes; elsewhere there is nothing to flush.
                _input.Flush();
                return true;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <summary>Whether the next line has arrived already, so that reading it does not block.</summary>
    public bool HasLine => _output.HasNext;

    /// <summary>The next line, read as JSON.</summary>
    /// <returns><see langword="null"/> at the end of the stream; a line torn by the worker's end counts as the end.</returns>
    /// <exception cref="JsonException">The line is no answer.</exception>
    /// <exception cref="InvalidDataException">The line is too long to be one.</exception>
    public Answer<TResult>? Read<TResult>(AnswerReader<TResult> parse)
        where TResult : class
    {
        if (!_output.MoveNext())
            return null;
        var reader = new Utf8JsonReader(_output.Line.Span);
        return parse(ref reader);
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
    /// Waits until the process has ended and all of its standard error is read. One that has closed its output but goes
    /// on is killed.
    /// </summary>
    /// <returns>Its exit code; <see langword="null"/> where the system cannot end it, for example because of a file on a server that is gone.</returns>
    public int? WaitForExit()
    {
        if (!_process.WaitForExit(ExitGrace))
            Kill(KillReason.Garbled);
        var hasEnded = _process.WaitForExit(KillGrace);

        // A grandchild may hold the pipe open; then what was read so far has to do.
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
        _answers.Dispose();
        _process.Dispose();
    }

    private void ReadStandardError(StreamReader reader)
    {
        try
        {
            KeepStandardError(reader);
        }
#pragma warning disable CA1031 // Where memory or files are short, what a worker writes there is lost, and not the run.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private void KeepStandardError(StreamReader text)
    {
        using var reader = new StreamReader(ChildPipe.Open(text.BaseStream, FileAccess.Read), text.CurrentEncoding);
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
