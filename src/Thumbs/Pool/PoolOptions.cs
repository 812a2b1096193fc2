using System.Text.Json;

using Thumbs.Pool.Sandboxing;

namespace Thumbs.Pool;

/// <summary>How a worker process is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments, not quoted.</param>
/// <param name="Environment">Variables set beside the <see cref="InheritedVariables"/>.</param>
public sealed record WorkerCommand(
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Folders with libraries and fonts that it needs, besides its own and the usual ones of the system; absolute.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];
}

/// <summary>What bounds a pool and its workers.</summary>
public sealed record PoolOptions
{
    public required WorkerCommand Command { get; init; }

    /// <summary>What workers are started in; <see langword="null"/> for none. Belongs to the caller.</summary>
    public Sandbox? Sandbox { get; init; }

    /// <summary>The number of worker processes at work at once, at least 1.</summary>
    public required int Workers { get; init; }

    /// <summary>The time that a job may take until it is answered, or until its worker says that it is further.</summary>
    public TimeSpan JobTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The time that a worker may take to say hello.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time that the system may take to end a worker that was killed: it frees its memory and finishes its system calls.</summary>
    public TimeSpan KillTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The resident memory in bytes beyond which a worker is killed.</summary>
    public long MaxMemory { get; init; } = long.MaxValue;
}

/// <summary>How orders and answers are written as JSON, without reflection on either side.</summary>
/// <param name="WriteOrder">Writes an <see cref="Order{TJob}"/> with this id for a job; what goes over the wire need not exist before.</param>
/// <param name="ReadAnswer">Reads an answer.</param>
/// <param name="Fits">Whether an answer can be one to a job. A worker that answers anything else cannot be trusted: it is killed.</param>
/// <param name="Division">How a job is divided; <see langword="null"/> where each is one piece.</param>
public sealed record Wire<TJob, TResult>(
    Action<Utf8JsonWriter, long, TJob> WriteOrder, AnswerReader<TResult> ReadAnswer, Func<TJob, Answer<TResult>, bool> Fits,
    Division<TJob, TResult>? Division = null)
    where TJob : class
    where TResult : class;

/// <summary>Reads the line of an answer.</summary>
/// <exception cref="JsonException">The line is no answer.</exception>
public delegate Answer<TResult> AnswerReader<TResult>(ref Utf8JsonReader reader)
    where TResult : class;
