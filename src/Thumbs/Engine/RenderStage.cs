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
    private WorkerPool<StaleJob, ImageResult>? _pool;
    private WorkerSandbox? _sandbox;
    private Places? _places;
    private OutputGuard? _output;
    private int _jobs;
    private int _concluded;

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
        pool.Add(new(job, verdict, _request.Shard), job.Source.Length);
        _jobs++;
    }

    public void Close() => _pool?.Close();

    /// <summary>The outcome of a finished job, if there is one.</summary>
    /// <exception cref="ThumbsException">The machine failed, and no further image can be made.</exception>
    public bool TryTake(out Outcome? outcome)
    {
        outcome = _pool is not null && _pool.Results.TryRead(out var settled) ? Conclude(settled) : null;
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

    private async ValueTask EndAsync(WorkerPool<StaleJob, ImageResult> pool)
    {
        await pool.DisposeAsync();
        foreach (var job in pool.Interrupted)
            job.DeleteTemporaryFiles(_output!);
        while (pool.Results.TryRead(out var unread))
            unread.Job.DeleteTemporaryFiles(_output!);
        if (OperatingSystem.IsLinux())
            _sandbox?.Dispose();
    }

    private bool IsSandboxed => OperatingSystem.IsLinux() && _request.Sandbox != SandboxUse.Off;

    /// <summary>The pool, made when it is first needed: a run with nothing to do does not pay for it.</summary>
    private WorkerPool<StaleJob, ImageResult> Opened() => _pool ??= new(PoolOptions(), new(WriteOrder, AnswerJson.Read, (job, result) => job.Allows(result)));

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

    private void WriteOrder(Utf8JsonWriter writer, long id, StaleJob job) =>
        OrderJson.Write(writer, id, job.ToImageJob(_output!, _request.Limits));

    private Outcome Conclude(Settled<StaleJob, ImageResult> settled)
    {
        _concluded++;
        var (job, verdict, _) = settled.Job;
        var details = settled.StandardError.Length > 0 ? settled.StandardError : null;
        if (settled.Result is not { } result)
        {
            settled.Job.DeleteTemporaryFiles(_output!);
            var problem = FailureTexts.Problem(settled.Failure!, job.Source, _request, settled.StandardError);
            return new(job.Source, OutcomeStatus.Failed, verdict.Facts, verdict.Files, [problem], details);
        }

        var problems = result.Problems.Select(said => FailureTexts.Problem(Diagnostic.Of(said.Code), said.Text, job.Source, _request)).ToList();
        var renditions = Place(settled.Job, result, problems);
        if (problems.Find(problem => problem.Diagnostic.EndsTheRun) is { } fault)
            throw new ThumbsException(fault);
        var status = problems.Exists(problem => problem.IsError) ? OutcomeStatus.Failed : OutcomeStatus.Made;
        return new(job.Source, status, result.Source ?? verdict.Facts, renditions, problems, details);
    }

    /// <summary>Renames every rendition to its final path, and records it.</summary>
    /// <returns>All renditions of the job that are up to date now.</returns>
    private IReadOnlyList<RenditionFile> Place(StaleJob stale, ImageResult result, List<Problem> problems)
    {
        var placed = new List<MadeRendition>(result.Made.Count);
        foreach (var made in result.Made)
        {
            if (TryPlace(stale, made, placed, problems))
                placed.Add(made);
        }

        return placed.Count > 0 || result.Source?.Placeholder is not null
            ? _ledger.Record(stale.Job, stale.Verdict, result.Source!, placed)
            : stale.Verdict.Files;
    }

    /// <summary>Renames one rendition to its final path, unless another of its job, for which the source is too small as well, is that file already.</summary>
    private bool TryPlace(StaleJob stale, MadeRendition made, List<MadeRendition> placed, List<Problem> problems)
    {
        var path = _ledger.PathFor(stale.Job, made);
        var temporary = stale.TemporaryPath(_output!, made.Index);
        var there = placed.Find(other => _ledger.PathFor(stale.Job, other) == path)?.Facts
            ?? stale.Verdict.Files.FirstOrDefault(file => file.Path == path)?.Facts;
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
