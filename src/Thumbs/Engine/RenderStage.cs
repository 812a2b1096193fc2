using System.Runtime.CompilerServices;
using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>
/// Has renditions made by the pool of workers, and renames each to its final path once it is complete. In a dry run it has their sizes
/// told instead.
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
    private readonly ImagingPool _pool;
    private readonly Forecast? _forecast;
    private readonly CancellationToken _cancellation;
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
        _cancellation = cancellation;
        _forecast = request.DryRun ? new(request, ledger, cancellation) : null;
        _pool = new(request, command, workers, _forecast?.Wire ?? new(WriteOrder, AnswerJson.Read, (part, answer) => part.Allows(answer), JobPart.Division));
    }

    public int Workers => _pool.Workers;

    /// <summary>Whether jobs are unfinished.</summary>
    public bool HasJobs => _jobs > 0;

    /// <inheritdoc cref="ImagingPool.Sandbox"/>
    public string? Sandbox => _pool.Sandbox;

    /// <inheritdoc cref="ImagingPool.Warm"/>
    public void Warm(int workers, Places? places) => _pool.Warm(workers, places);

    /// <summary>Sets the places of sources and outputs.</summary>
    public ValueTask AdmitAsync(Plan plan)
    {
        _output = plan.Output;
        return _pool.AdmitAsync(plan.Places);
    }

    public void Add(Job job, Verdict verdict)
    {
        var all = new StaleJob(job, verdict, _request.Shard).All();
        _forecast?.Expect(all.Job);
        _pool.Add(all, _forecast is null ? all.Cost : Forecast.Cost);
        _jobs++;
    }

    public void Close() => _pool.Close();

    /// <summary>The outcome of a finished job, if there is one.</summary>
    /// <exception cref="ThumbsException">The machine failed, and no further image can be made.</exception>
    public bool TryTake(out Outcome? outcome)
    {
        outcome = _forecast?.Next();
        while (outcome is null && _pool.TryRead(out var settled))
            outcome = Conclude(settled!);
        if (outcome is null)
            return false;
        _concluded++;
        return true;
    }

    /// <summary>The outcomes of all other jobs, as they come.</summary>
    /// <exception cref="ThumbsException">The machine failed, and no further image can be made.</exception>
    public async IAsyncEnumerable<Outcome> TakeAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _pool.WaitAsync(cancellationToken))
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
    public async ValueTask DisposeAsync()
    {
        await _pool.EndAsync();
        if (_forecast is null)
        {
            while (_pool.TryRead(out var unread))
                KeepFinished(unread!.Job, unread.Result);
            foreach (var (job, soFar) in _pool.Interrupted)
                KeepFinished(job, soFar);
        }

        await _pool.DisposeAsync();
    }

    private void WriteOrder(Utf8JsonWriter writer, long id, JobPart part) =>
        OrderJson.Write(writer, id, part.ToImageJob(_output!, _request.Limits));

    /// <returns><see langword="null"/> where other parts of the job are not settled.</returns>
    private Outcome? Conclude(Settled<JobPart, ImageResult> settled)
    {
        if (_forecast is not null)
        {
            _forecast.Take(settled);
            return _forecast.Next();
        }

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
        return isFinished ? part.Job.Outcome() : null;
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
                before = Verdict.NothingIsFresh(stale.Job);
            }

            // Only one part of the job makes the placeholder.
            before = Verdict.Of(stale.Job, source.Placeholder is null ? source with { Placeholder = before.Facts?.Placeholder } : source, before.Fresh);
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

        var output = Ledger.OutputOf(stale.Job, made);
        if (_ledger.OtherAt(stale.Job.Renditions[made.Index], output, stale.Job.Source) is { } other)
        {
            TemporaryFile.Discard(temporary);
            problems.Add(OutputNames.Met(other, stale.Job.Source, output, _request.Spell(OptionName.Name)));
            return false;
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
