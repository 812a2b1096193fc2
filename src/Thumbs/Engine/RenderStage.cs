using System.Runtime.CompilerServices;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Engine;

/// <summary>
/// Has renditions made by the pool of workers, and renames each to its final path once it is complete. The one place where
/// the pool, which knows nothing of images, is used for images.
/// </summary>
public sealed class RenderStage : IAsyncDisposable
{
    /// <summary>
    /// Outcomes are taken in batches while there are many to come: to wake a thread for each costs more than handling it.
    /// The delay is too short to be noticed.
    /// </summary>
    private static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(20);

    private readonly Request _request;
    private readonly Ledger _ledger;
    private readonly WorkerCommand _command;
    private readonly CancellationToken _cancellation;
    private WorkerPool<JobPart, ImageResult>? _pool;
    private WorkerSandbox? _sandbox;
    private Places? _places;
    private OutputGuard? _output;
    private int _jobs;
    private int _concluded;

    /// <summary>Whether the machine failed, the disk is full, say: nothing is placed any more that could not be recorded.</summary>
    private bool _isBroken;

    /// <param name="request">What is wanted.</param>
    /// <param name="ledger">Records the renditions.</param>
    /// <param name="command">How to start a worker.</param>
    /// <param name="workers">How many there may be.</param>
    /// <param name="cancellation">Ends the waiting for files that are open elsewhere.</param>
    public RenderStage(Request request, Ledger ledger, WorkerCommand command, int workers, CancellationToken cancellation)
    {
        _request = request;
        _ledger = ledger;
        _command = command;
        _cancellation = cancellation;
        Workers = workers;
    }

    /// <exception cref="ThumbsException">A required sandbox is not available here.</exception>
    public static void CheckSandbox(SandboxUse use, Func<Protections> probe)
    {
        if (use == SandboxUse.Require && probe() is var given && (given & Protections.Required) != Protections.Required)
            throw new ThumbsException(Diagnostic.NoSandbox.At(path: null, $"The sandbox that --sandbox require asks for is not to be had on this system: {SandboxText.Of(given)}"));
    }

    public int Workers { get; }

    /// <summary>Whether jobs are unfinished.</summary>
    public bool HasJobs => _jobs > 0;

    /// <summary>The sandbox of the started workers, in words; <see langword="null"/> where none was started.</summary>
    public string? Sandbox => _pool is null ? null
        : _request.Sandbox == SandboxUse.Off ? "off"
        : SandboxText.Of(OperatingSystem.IsLinux() && _sandbox is not null ? _sandbox.Sandbox.InForce : Protections.None);

    /// <summary>Starts workers before their number of jobs is known.</summary>
    /// <param name="workers">How many.</param>
    /// <param name="places">Of the sources, as far as known; <see langword="null"/> where they are not known yet.</param>
    public void Warm(int workers, Places? places)
    {
        _places = places;
        if (places is not null || !IsSandboxed)
            Opened().Start(workers);
    }

    /// <summary>Sets the places of sources and outputs. What a worker may read is fixed at its start, so workers that could not read all of them are ended.</summary>
    public async ValueTask AdmitAsync(Plan plan)
    {
        (_places, _output) = (plan.Places, plan.Output);
        if (_pool is null || !OperatingSystem.IsLinux() || _sandbox?.Covers(plan.Places) != false)
            return;
        await _pool.DisposeAsync();
        _sandbox.Dispose();
        (_pool, _sandbox) = (null, null);
    }

    public void Add(Job job, Verdict verdict)
    {
        var pool = Opened();
        pool.Start(warm: 0);
        var all = new StaleJob(job, verdict, _request.Shard).All();
        pool.Add(all, all.Cost);
        _jobs++;
    }

    public void Close() => _pool?.Close();

    /// <summary>The outcome of a finished job, if there is one.</summary>
    /// <exception cref="ThumbsException">The machine failed, and no further image can be made.</exception>
    public bool TryTake(out Outcome? outcome)
    {
        outcome = null;
        while (outcome is null && _pool is not null && _pool.Results.TryRead(out var settled))
            outcome = Conclude(settled);
        return outcome is not null;
    }

    /// <summary>The outcomes of all other jobs, as they come.</summary>
    /// <exception cref="ThumbsException">The machine failed, and no further image can be made.</exception>
    public async IAsyncEnumerable<Outcome> TakeAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await WaitAsync(cancellationToken))
        {
            while (TryTake(out var outcome))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return outcome!;
            }

            // The last ones are taken one by one, so that no run ends later for it.
            if (_jobs - _concluded > 10 * Workers)
                await Task.Delay(BatchDelay, cancellationToken);
        }
    }

    /// <summary>Ends all workers and deletes unfinished files.</summary>
    public ValueTask DisposeAsync() => _pool is null ? ValueTask.CompletedTask : EndAsync(_pool);

    private async ValueTask EndAsync(WorkerPool<JobPart, ImageResult> pool)
    {
        await pool.DisposeAsync();
        while (pool.Results.TryRead(out var unread))
            KeepFinished(unread.Job, unread.Result);
        foreach (var (job, soFar) in pool.Interrupted)
            KeepFinished(job, soFar);
        if (OperatingSystem.IsLinux())
            _sandbox?.Dispose();
    }

    private bool IsSandboxed => OperatingSystem.IsLinux() && _request.Sandbox != SandboxUse.Off;

    /// <summary>The pool, made when it is first needed: a run with nothing to do does not pay for it.</summary>
    private WorkerPool<JobPart, ImageResult> Opened() => _pool ??= new(PoolOptions(), new(WriteOrder, AnswerJson.Read, (part, answer) => part.Allows(answer), JobPart.Division));

    private PoolOptions PoolOptions()
    {
        var limit = _request.Limits.MaxMemory;
        var options = new PoolOptions
        {
            Command = _command,
            Workers = Workers,
            JobTimeout = _request.Limits.Timeout,
            MaxMemory = limit > long.MaxValue - MachineResources.WorkerOverhead ? long.MaxValue : limit + MachineResources.WorkerOverhead,
        };
        if (!OperatingSystem.IsLinux() || !IsSandboxed)
            return options;
        _sandbox = WorkerSandbox.Open(_request, _command, _places!);
        return _sandbox is null ? options : options with { Command = _sandbox.Command, Sandbox = _sandbox.Sandbox };
    }

    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _pool is not null && await _pool.Results.WaitToReadAsync(cancellationToken);
        }
        catch (PoolBrokenException exception)
        {
            if (exception.Limit is { } limit)
                throw new ThumbsException(Diagnostic.LimitReached.At(path: null, $"There are no more {limit} for a worker process: the last one {exception.Message}"), exception);
            var diagnostic = exception.SaidByWorker ? Diagnostic.NativeLibraryMissing : Diagnostic.WorkersDoNotStart;
            var text = exception.SaidByWorker ? exception.Message : $"No worker process can be started: the last one {exception.Message}{WhereSandboxed()}";
            throw new ThumbsException(diagnostic.At(path: null, text), exception);
        }
    }

    private string WhereSandboxed() => _sandbox is null ? "" : "; if it is the sandbox that it lacks something in, --sandbox off starts them without";

    private void WriteOrder(Utf8JsonWriter writer, long id, JobPart part) =>
        OrderJson.Write(writer, id, part.ToImageJob(_output!, _request.Limits));

    /// <returns><see langword="null"/> where other parts of the job are not settled.</returns>
    private Outcome? Conclude(Settled<JobPart, ImageResult> settled)
    {
        // Where it throws.
        _isBroken = true;
        var outcome = Concluded(settled);
        _isBroken = false;
        return outcome;
    }

    private Outcome? Concluded(Settled<JobPart, ImageResult> settled)
    {
        var (part, details) = (settled.Job, settled.StandardError);
        var problems = new List<Problem>();
        var now = part.Job.Verdict;
        if (settled.Result is { } result)
        {
            problems.AddRange(result.Problems.Select(said => FailureTexts.Problem(Diagnostic.Of(said.Code), said.Text, part.Job.Job.Source, _request)));
            now = Place(part, result, problems);
        }
        else
        {
            part.DeleteTemporaryFiles(_output!);
            problems.Add(FailureTexts.Problem(settled.Failure!, part, _request, details));
        }

        var isFinished = part.Job.Settle(part, now, problems, details);
        if (problems.Find(problem => problem.Diagnostic.EndsTheRun) is { } fault)
            throw new ThumbsException(fault);
        if (!isFinished)
            return null;
        _concluded++;
        return part.Job.Outcome();
    }

    /// <summary>Places what is finished of a job that the run ended in, and deletes the rest.</summary>
    private void KeepFinished(JobPart part, ImageResult? soFar)
    {
        try
        {
            if (soFar is not null && !_isBroken)
                Place(part, soFar, []);
        }
        catch (Exception exception) when (exception is ThumbsException or OperationCanceledException)
        {
            _isBroken = true;
        }

        part.DeleteTemporaryFiles(_output!);
    }

    /// <summary>Renames every rendition to its final path, and records it.</summary>
    /// <returns>What of the job is up to date now.</returns>
    private Verdict Place(JobPart part, ImageResult result, List<Problem> problems)
    {
        var stale = part.Job;
        var before = stale.Verdict;
        if (result.Source is { } source)
        {
            if (before.Facts is { } known && known.Sha256 != source.Sha256)
            {
                problems.Add(Diagnostic.UnreadableFile.At(stale.Job.Source.Name, "It was changed while it was read; run again"));
                before = Verdict.NothingStands(stale.Job);
            }

            // Only one part of the job makes the placeholder.
            before = Verdict.Of(stale.Job, source.Placeholder is null ? source with { Placeholder = before.Facts?.Placeholder } : source, before.Standing);
        }

        var placed = new List<MadeRendition>(result.Made.Count);
        foreach (var made in result.Made)
        {
            if (TryPlace(stale, before, made, placed, problems))
                placed.Add(made);
        }

        return placed.Count > 0 || result.Source?.Placeholder is not null
            ? _ledger.Record(stale.Job, before, before.Facts!, placed)
            : before;
    }

    /// <summary>Renames one rendition to its final path, unless another of its job, for which the source is too small as well, is that file already.</summary>
    private bool TryPlace(StaleJob stale, Verdict before, MadeRendition made, List<MadeRendition> placed, List<Problem> problems)
    {
        var path = _ledger.PathFor(stale.Job, made);
        var temporary = stale.TemporaryPath(_output!, made.Index);
        var there = placed.Find(other => _ledger.PathFor(stale.Job, other) == path)?.Facts
            ?? before.Files.FirstOrDefault(file => file.Path == path)?.Facts;
        if (there is not null)
        {
            TemporaryFile.Discard(temporary);
            if (there != made.Facts)
                problems.Add(OutputNames.Ambiguous(stale.Job, made.Index, made.Facts, _request.Spell(OptionName.Name)));
            return there == made.Facts;
        }

        try
        {
            _ledger.Place(temporary, stale.Job, made, _cancellation);
            return true;
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            // Its own alone: the others of the job may still be renamed.
            problems.Add(WriteFailure.Of(path, exception).Problem);
            TemporaryFile.Discard(temporary);
            return false;
        }
    }
}
