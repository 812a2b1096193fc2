using Thumbs.Diagnostics;
using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Planning;
using Thumbs.Pool;
using Thumbs.Pool.Sandboxing;

namespace Thumbs.Engine;

/// <summary>One run, from the request to the report: plans, skips what is up to date, has the rest made, and records it.</summary>
public sealed class ThumbsEngine
{
    private readonly Request _request;
    private readonly IReport _report;
    private readonly Ledger _ledger;
    private readonly RunCache _cache;
    private readonly ReuseStage _copies;
    private readonly RenderStage _renders;
    private readonly Tally _tally = new();
    private readonly RunLists _lists;
    private bool _holdsFolder;

    private ThumbsEngine(
        Request request, IReport report, RunLists lists, Ledger ledger, RunCache cache, ReuseStage copies, RenderStage renders)
    {
        _request = request;
        _report = report;
        _ledger = ledger;
        _cache = cache;
        _copies = copies;
        _renders = renders;
        _lists = lists;
    }

    /// <summary>Carries out a request.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="report">Receives everything except the exceptions thrown.</param>
    /// <param name="cancellationToken">Ends the run; what is done by then is kept and recorded.</param>
    /// <param name="command">How to start a worker; the imaging worker of this assembly where not given.</param>
    /// <param name="versions">The versions that decide the bytes of renditions; those of this tool where not given.</param>
    /// <exception cref="ThumbsException">The request is invalid, or the output folder cannot be used. Nothing was made.</exception>
    public static async Task<Summary> RunAsync(
        Request request, IReport report, CancellationToken cancellationToken, WorkerCommand? command = null, EngineVersions? versions = null)
    {
        // First, since where files are short nothing else can be told any more.
        var machine = MachineResources.OfThisProcess();
        var workers = machine.Workers(request.Jobs, request.Limits);
        request = request with { Limits = machine.LimitsOf(request.Limits, workers) };
        ImagingPool.CheckSandbox(request.Sandbox, Sandbox.Probe);
        var libvips = await LibvipsInUse.OfAsync(request, cancellationToken);
        if (libvips is not null)
            request = request with { Readable = FormatSet.Of(libvips.Probe.Facts.Readable) };
        versions ??= libvips?.Versions ?? await EngineVersions.LoadAsync();
        using var fonts = FontsInUse.Of(request);
        versions = versions.With(fonts.Digest);
        await using var cache = new RunCache(request);
        await using var plan = new EarlyPlan(request, cancellationToken);
        using var ledger = Ledger.Open(request.OutputFolder, versions, DateTime.UtcNow, cancellationToken, request.Donors, cache.Content, request.Shard, request.Limits.Timeout,
            request.Overwrite);
        await using var renders = new RenderStage(request, ledger, fonts.For(command ?? ImagingCommand.For(versions, libvips)), workers, cancellationToken);
        await using var copies = new ReuseStage(ledger, request.RemoteCache is null ? workers : ReuseStage.LanesOverNetwork);
        return await new ThumbsEngine(request, report, new(request, versions), ledger, cache, copies, renders).RunAsync(plan, cancellationToken);
    }

    private async Task<Summary> RunAsync(EarlyPlan early, CancellationToken cancellationToken)
    {
        // Where nothing is known of the output folder, workers will be needed: they start while the plan is made.
        if (_ledger.IsEmpty || _request.Force)
            _renders.Warm(Math.Min(InputGlance.Files(_request) ?? int.MaxValue, _renders.Workers), InputGlance.Places(_request));
        foreach (var problem in _ledger.Problems)
            _report.Noticed(problem);
        var plan = await early.TakeAsync();
        if (plan.NamesMayMeet)
            _ledger.TellSourcesApart();
        _lists.Check(plan);
        await _renders.AdmitAsync(plan);
        foreach (var problem in plan.Problems)
            _report.Noticed(problem);
        _tally.Skipped = plan.Findings.UnreadableFiles;
        _report.Planned(plan.Own.Count, WorkEstimate.Of(plan.Own));
        var exitCode = await WorkAsync(plan, cancellationToken);
        if (_renders.Sandbox is { } sandbox)
            _report.Mentioned($"sandbox: {sandbox}");
        foreach (var problem in await _cache.CloseAsync(isCut: exitCode == ExitCode.Cancelled, cancellationToken))
            _report.Noticed(problem);
        var summary = _tally.Sum(exitCode);
        _report.Finished(summary);
        return summary;
    }

    /// <returns>The exit code.</returns>
    private async Task<int> WorkAsync(Plan plan, CancellationToken cancellationToken)
    {
        var exitCode = plan.Problems.Any(problem => problem.IsError) ? ExitCode.SomeFailed : ExitCode.Success;
        Problem? fault = null;
        try
        {
            IReadOnlyList<Problem> stuck = [];
            if (await MakeAsync(plan, cancellationToken))
                stuck = await FinishAsync(plan, cancellationToken);
            if (_tally.Failed + stuck.Count > 0)
                exitCode = ExitCode.SomeFailed;
            if (stuck.Any(problem => problem.Diagnostic.IsOfTheMachine))
                exitCode = ExitCode.MachineFailed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            exitCode = ExitCode.Cancelled;
        }
        catch (ThumbsException exception) when (exception.Problem.Diagnostic.IsOfTheMachine)
        {
            fault = exception.Problem;
            _report.Noticed(fault);
            exitCode = ExitCode.MachineFailed;
        }
#pragma warning disable CA1031 // The state is saved after any exception.
        catch (Exception exception) when (exception is not ThumbsException)
#pragma warning restore CA1031
        {
            _report.Noticed(UnexpectedFault.Of(exception));
            exitCode = ExitCode.MachineFailed;
        }

        // Nothing may be recorded or written any more when the state is saved.
        await _copies.DisposeAsync();
        await _renders.DisposeAsync();
        return Save(fault) ? exitCode : ExitCode.MachineFailed;
    }

    /// <returns>False where the run was cut short by <see cref="Request.FailFast"/>.</returns>
    private async Task<bool> MakeAsync(Plan plan, CancellationToken cancellationToken)
    {
        foreach (var job in plan.Own)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await BeginAsync(plan, job, cancellationToken);
            while (_copies.TryTake(out var copied))
            {
                if (!Take(copied!))
                    return false;
            }

            if (!await ReportMadeAsync(cancellationToken))
                return false;
        }

        _copies.Close();
        await foreach (var copied in _copies.TakeAllAsync(cancellationToken))
        {
            if (!Take(copied) || !await ReportMadeAsync(cancellationToken))
                return false;
        }

        if (!_renders.HasJobs)
            return true;
        _renders.Close();
        await foreach (var outcome in _renders.TakeAllAsync(cancellationToken))
        {
            if (!await ReportMadeAsync(outcome, cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>Reports the jobs that workers have finished so far.</summary>
    /// <returns>False where the run is to stop.</returns>
    private ValueTask<bool> ReportMadeAsync(CancellationToken cancellationToken) => _renders.TryTake(out var outcome)
        ? ReportAllMadeAsync(outcome!, cancellationToken)
        : ValueTask.FromResult(true);

    private async ValueTask<bool> ReportAllMadeAsync(Outcome first, CancellationToken cancellationToken)
    {
        for (Outcome? outcome = first; outcome is not null; _renders.TryTake(out outcome))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await ReportMadeAsync(outcome, cancellationToken))
                return false;
        }

        return true;
    }

    private async ValueTask<bool> ReportMadeAsync(Outcome outcome, CancellationToken cancellationToken)
    {
        var goesOn = Report(outcome);
        await _cache.SendAsync(cancellationToken);
        return goesOn;
    }

    /// <summary>Reports a job that is up to date, and queues the others for copying; in a dry run for the workers at once, which tell what would come of them.</summary>
    private ValueTask BeginAsync(Plan plan, Job job, CancellationToken cancellationToken)
    {
        var before = _request.Force ? Verdict.NothingIsFresh(job) : _ledger.Judge(job, cancellationToken);
        if (before.IsFresh)
        {
            Report(Outcome.UpToDate(job, before, OutcomeStatus.UpToDate));
            return ValueTask.CompletedTask;
        }

        if (_request.DryRun)
        {
            _renders.Add(job, before);
            return ValueTask.CompletedTask;
        }

        HoldFolder(plan);
        if (!_request.Force && !_ledger.IsEmpty)
            return _copies.AddAsync(job, before, cancellationToken);
        _renders.Add(job, before);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reports a job that was copied completely, and gives the others to the workers.</summary>
    /// <returns>False where the run is to stop.</returns>
    private bool Take(ReusedJob copied)
    {
        var (job, verdict, fault) = copied;
        if (fault is not null)
            return Report(Outcome.UpToDate(job, verdict, OutcomeStatus.Failed) with { Problems = [fault] });
        if (verdict.IsFresh)
            return Report(Outcome.UpToDate(job, verdict, OutcomeStatus.Copied));
        _renders.Add(job, verdict);
        return true;
    }

    private void HoldFolder(Plan plan)
    {
        if (_holdsFolder)
            return;
        _holdsFolder = true;
        _ledger.Hold();
        if (_ledger.LastRunWasKilled)
            Leftovers.Sweep(_request.OutputFolder, plan, _request.Shard);
    }

    /// <returns>False where the run is to stop.</returns>
    private bool Report(Outcome outcome)
    {
        _tally.Count(outcome);
        _lists.Add(outcome);
        _report.Done(outcome);
        return !(_request.FailFast && outcome.Status == OutcomeStatus.Failed);
    }

    /// <returns>Why files to be deleted were not.</returns>
    private async Task<IReadOnlyList<Problem>> FinishAsync(Plan plan, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (_request.Prune != PruneUse.Off)
        {
            foreach (var path in _ledger.Prune(plan, _request, problems, cancellationToken))
            {
                _tally.Pruned++;
                _report.Pruned(path);
            }
        }

        problems.ForEach(_report.Noticed);
        if (!_request.DryRun)
            await _lists.WriteAsync(plan, cancellationToken);
        return problems;
    }

    /// <summary>Saves the state, also of a run that was cut short.</summary>
    /// <param name="told">The problem that ended the run: a full disk is not reported a second time for this file.</param>
    private bool Save(Problem? told)
    {
        if (_request.DryRun)
            return true;
        var vanished = _ledger.CountVanished();
        var isLost = vanished > 0 || _ledger.HasLostFolder;
        if (isLost)
        {
            var what = vanished > 0 ? $"{vanished} of the files that were made are gone: somebody has deleted them meanwhile" : "The folder was deleted or moved meanwhile";
            _report.Noticed(Diagnostic.OutputVanished.At(_request.OutputFolder, $"{what}; run again"));
        }

        try
        {
            if (!isLost || Directory.Exists(_request.OutputFolder))
                _ledger.Save();
            return !isLost;
        }
        catch (ThumbsException exception)
        {
            if (exception.Problem.Diagnostic != told?.Diagnostic)
                _report.Noticed(exception.Problem);
            return false;
        }
    }
}
