using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Thumbs.Files;

/// <summary>A read took too long and was left behind.</summary>
public sealed class ReadAbandonedException(string message) : IOException(message);

/// <summary>
/// Reads that may block for ever: no system interrupts one on a network drive that is disconnected. Each is made on a thread of its own,
/// which is abandoned at the limit, and the caller goes on. Thread-safe.
/// </summary>
/// <param name="limit">The time that one may take.</param>
/// <param name="placeOf">What is lost together with a file; its <see cref="Mount"/> where not given.</param>
public sealed class AbandonableReads(TimeSpan limit, Func<string, string>? placeOf = null)
{
    /// <summary>The time that opening a file may take.</summary>
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(2);

    private readonly ConcurrentBag<Reader> _idle = [];
    private readonly ConcurrentDictionary<string, bool> _dead = new(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Of the file. After a read that took too long, no other file of the same mount is tried.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ReadAbandonedException">It took too long.</exception>
    /// <exception cref="IOException">Reading failed.</exception>
    public T Read<T>(string path, Func<string, T> read, CancellationToken cancellation)
        where T : class
    {
        if (_dead.Keys.FirstOrDefault(place => Mount.Holds(place, path)) is { } lost)
            throw new ReadAbandonedException($"Files in {lost} cannot be read: one took longer than {limit.TotalSeconds} s");
        if (!_idle.TryTake(out var reader))
            reader = new();
        var work = new Work(() => read(path));
        if (!reader.Do(work, limit, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Answers(path, cancellation))
                throw new IOException($"It cannot be read within {limit.TotalSeconds} s.");
            _dead[placeOf?.Invoke(path) ?? Mount.Of(path)] = true;
            throw new ReadAbandonedException($"It cannot be read within {limit.TotalSeconds} s");
        }

        _idle.Add(reader);
        work.Fault?.Throw();
        return (T)work.Result!;
    }

    /// <summary>Whether a file that took too long is only large or slow.</summary>
    private static bool Answers(string path, CancellationToken cancellation)
    {
        var answers = new Reader().Do(new Work(() => Opened(path)), ProbeLimit, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return answers;
    }

    private static string Opened(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return path;
    }

    private sealed class Work(Func<object> read)
    {
        public object? Result { get; private set; }

        public ExceptionDispatchInfo? Fault { get; private set; }

        public void Do()
        {
            try
            {
                Result = read();
            }
#pragma warning disable CA1031 // It is thrown where the result is waited for.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Fault = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }

    private sealed class Reader
    {
        private readonly object _gate = new();
        private Work? _work;

        public Reader() => new Thread(Run) { IsBackground = true, Name = "reads" }.Start();

        /// <returns>Whether it was done in time.</returns>
        public bool Do(Work work, TimeSpan limit, CancellationToken cancellation)
        {
            using var wake = cancellation.Register(Wake);
            var began = Stopwatch.GetTimestamp();
            lock (_gate)
            {
                _work = work;
                Monitor.PulseAll(_gate);
                while (_work is not null && !cancellation.IsCancellationRequested && limit - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
                    Monitor.Wait(_gate, left);
                return _work is null;
            }
        }

        private void Wake()
        {
            lock (_gate)
                Monitor.PulseAll(_gate);
        }

        private void Run()
        {
            while (true)
            {
                Work work;
                lock (_gate)
                {
                    while (_work is null)
                        Monitor.Wait(_gate);
                    work = _work;
                }

                work.Do();
                lock (_gate)
                {
                    _work = null;
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }
}
