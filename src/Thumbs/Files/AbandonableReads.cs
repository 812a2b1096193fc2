using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Thumbs.Files;

/// <summary>
/// Reads that may block for ever: no system interrupts one on a network drive that is disconnected. Each is made on a thread of its own,
/// which is abandoned at the limit, and the caller goes on. Thread-safe.
/// </summary>
/// <param name="limit">The time that one may take.</param>
public sealed class AbandonableReads(TimeSpan limit)
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private readonly ConcurrentDictionary<string, bool> _dead = new(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Of the file. After a read that took too long, no other file of its folder is tried.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">It took too long, or reading failed.</exception>
    public T Read<T>(string path, Func<string, T> read, CancellationToken cancellation)
        where T : class
    {
        var folder = Path.GetDirectoryName(path) ?? path;
        if (_dead.ContainsKey(folder))
            throw new IOException($"Files in {folder} cannot be read: one took longer than {limit.TotalSeconds} s.");
        if (!_idle.TryTake(out var reader))
            reader = new();
        var work = new Work(() => read(path));
        if (!reader.Do(work, limit, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            _dead[folder] = true;
            throw new IOException($"{path} cannot be read within {limit.TotalSeconds} s.");
        }

        _idle.Add(reader);
        work.Fault?.Throw();
        return (T)work.Result!;
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
