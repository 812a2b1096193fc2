using System.Text.Json.Serialization;

using Thumbs.Pool;

namespace Thumbs.FakeWorker;

/// <summary>What the fake worker is to do with a job. Everything but <see cref="Text"/> is optional.</summary>
internal sealed record FakeJob
{
    /// <summary>Comes back in the answer.</summary>
    public required string Text { get; init; }

    /// <summary>One of <see cref="Deed"/>'s names, in lower case.</summary>
    public Deed Deed { get; init; }

    /// <summary>The deed is done only while this file does not exist, and makes it; without it, always.</summary>
    public string? OnceFile { get; init; }

    /// <summary>A file that the job creates, before its deed.</summary>
    public string? OutputFile { get; init; }

    /// <summary>The job is not answered until this file exists.</summary>
    public string? WaitForFile { get; init; }

    /// <summary>For <see cref="FakeWorker.Deed.Exit"/>.</summary>
    public int ExitCode { get; init; }

    /// <summary>Bytes to hold, for <see cref="FakeWorker.Deed.Allocate"/>.</summary>
    public int Bytes { get; init; }

    /// <summary>The time that a <see cref="Sleeper"/> takes.</summary>
    public int Microseconds { get; init; }

    /// <summary>Written to standard error before the deed.</summary>
    public string? StandardError { get; init; }
}

/// <summary>What a worker may do with a job.</summary>
internal enum Deed
{
    /// <summary>Answer, as it should.</summary>
    Answer,

    /// <summary>End with <see cref="FakeJob.ExitCode"/>.</summary>
    Exit,

    /// <summary>End by SIGABRT.</summary>
    Abort,

    /// <summary>End by SIGKILL.</summary>
    Kill,

    /// <summary>Never answer, and end only when it is killed or its parent has ended.</summary>
    Hang,

    /// <summary>Start a process that holds the worker's streams open and never ends, write its id into <see cref="FakeJob.OutputFile"/>, and hang.</summary>
    HangWithChild,

    /// <summary>The same with a process that is no longer found among the worker's own, of a shell's; ends after a minute.</summary>
    HangWithOrphan,

    /// <summary>Hold on to <see cref="FakeJob.Bytes"/> of memory and hang.</summary>
    Allocate,

    /// <summary>Write a line that is not JSON.</summary>
    Garbage,

    /// <summary>Answer a job that it was never given.</summary>
    AnswerAnother,

    /// <summary>Write half an answer and end.</summary>
    HalfAnswer,

    /// <summary>Answer <see cref="FakeResult.Unfit"/>.</summary>
    Unfit,
}

/// <param name="Text">The job's.</param>
/// <param name="ProcessId">Of the worker that did it.</param>
internal sealed record FakeResult(string Text, int ProcessId)
{
    /// <summary>A text that no job may have as its result.</summary>
    public const string Unfit = "unfit";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Order<FakeJob>))]
[JsonSerializable(typeof(Answer<FakeResult>))]
internal sealed partial class FakeJson : JsonSerializerContext;
