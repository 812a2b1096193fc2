using System.Runtime.ExceptionServices;

using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Parameters;

namespace Thumbs.Cli.Reports;

/// <summary>Reports a run as text: progress at intervals, problems as they come, a summary at the end.</summary>
internal sealed class TextReport(IScreen screen, Verbosity verbosity, string folder, bool dryRun, TimeProvider time) : IReport
{
    /// <summary>Progress is shown by the timer's thread, outcomes by the run's.</summary>
    private readonly Lock _gate = new();

    private ITimer? _timer;
    private long _started;
    private RunProgress _progress;
    private bool _isOver;
    private Exception? _fault;

    public void Planned(int sources, long work)
    {
        _progress = new(sources, work);
        _started = time.GetTimestamp();
        if (verbosity != Verbosity.Quiet)
            _timer = time.CreateTimer(_ => ShowProgress(), state: null, screen.Interval, screen.Interval);
    }

    public void Noticed(Problem problem)
    {
        lock (_gate)
            Complain(problem);
    }

    public void Mentioned(string text)
    {
        lock (_gate)
        {
            if (verbosity == Verbosity.Verbose)
                screen.Say(text);
        }
    }

    public void Done(Outcome outcome)
    {
        lock (_gate)
        {
            _progress = _progress.With(outcome);
            foreach (var problem in outcome.Problems)
                Complain(problem);
            List(outcome);
        }
    }

    public void Pruned(string path)
    {
        if (!ListsFiles)
            return;
        lock (_gate)
            screen.Say($"{(dryRun ? "would delete" : "deleted")} {DisplayPath.Of(path, folder)}");
    }

    public void Finished(Summary summary)
    {
        lock (_gate)
        {
            _isOver = true;
            if (verbosity != Verbosity.Quiet)
                screen.Say(Figures.Line(summary, dryRun));
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
            _isOver = true;
        return _timer is null ? screen.CloseAsync() : CloseAsync(_timer);
    }

    private async ValueTask CloseAsync(ITimer timer)
    {
        await timer.DisposeAsync();
        await screen.CloseAsync();
        if (_fault is not null)
            ExceptionDispatchInfo.Throw(_fault);
    }

    /// <summary>Files are listed with --verbose, and in a dry run, which has no other result.</summary>
    private bool ListsFiles => verbosity == Verbosity.Verbose || (dryRun && verbosity != Verbosity.Quiet);

    private void ShowProgress()
    {
        lock (_gate)
        {
            if (_isOver || _fault is not null)
                return;
            try
            {
                screen.Show(_progress with { Elapsed = time.GetElapsedTime(_started) });
            }
#pragma warning disable CA1031 // What nobody foresaw would end the process here, on the timer's thread: the end of the run meets it instead.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _fault = exception;
            }
        }
    }

    private void Complain(Problem problem)
    {
        if (problem.IsError || verbosity != Verbosity.Quiet)
            screen.Complain(problem);
    }

    private void List(Outcome outcome)
    {
        if (ListsFiles && outcome.Status is OutcomeStatus.Made or OutcomeStatus.Copied)
        {
            foreach (var rendition in outcome.Renditions.Where(rendition => !dryRun || !rendition.Facts.IsMade))
            {
                var path = DisplayPath.Of(rendition.Path, folder);
                screen.Say(dryRun
                    ? $"would make {path} from {outcome.Source.Name}"
                    : $"{outcome.Source.Name} -> {path} ({rendition.Facts.Width}x{rendition.Facts.Height}, {Figures.Bytes(rendition.Facts.Bytes)})");
            }
        }

        if (verbosity == Verbosity.Verbose && outcome.Details is not null)
        {
            foreach (var line in outcome.Details.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                screen.Say($"  {outcome.Source.Name}: {line.TrimEnd('\r')}");
        }
    }
}
