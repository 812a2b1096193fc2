using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>Tells a run in words: progress from time to time, problems as they come, a summary at the end.</summary>
internal sealed class TextReport(IScreen screen, Verbosity verbosity, string folder, bool dryRun, TimeProvider time) : IReport
{
    /// <summary>The timer's thread shows progress while the run's reports outcomes.</summary>
    private readonly Lock gate = new();

    private ITimer? timer;
    private long started;
    private int total;
    private int done;
    private int worked;
    private int failed;
    private bool isOver;

    public void Planned(int sources)
    {
        total = sources;
        started = time.GetTimestamp();
        if (verbosity != Verbosity.Quiet)
            timer = time.CreateTimer(_ => ShowProgress(), state: null, screen.Interval, screen.Interval);
    }

    public void Noticed(Problem problem)
    {
        lock (gate)
            Complain(problem);
    }

    public void Done(Outcome outcome)
    {
        lock (gate)
        {
            done++;
            if (outcome.Status is not OutcomeStatus.Fresh)
                worked++;
            if (outcome.Status == OutcomeStatus.Failed)
                failed++;
            foreach (var problem in outcome.Problems)
                Complain(problem);
            List(outcome);
        }
    }

    public void Pruned(string path)
    {
        if (!ListsFiles)
            return;
        lock (gate)
            screen.Say($"{(dryRun ? "would delete" : "deleted")} {DisplayPath.Of(path, folder)}");
    }

    public void Finished(Summary summary)
    {
        lock (gate)
        {
            isOver = true;
            if (verbosity != Verbosity.Quiet)
                screen.Say(Figures.Line(summary, dryRun));
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate)
            isOver = true;
        if (timer is not null)
            await timer.DisposeAsync();
        await screen.CloseAsync();
    }

    /// <summary>Single files are named where that is wanted: always in a dry run, which has no other result.</summary>
    private bool ListsFiles => verbosity == Verbosity.Verbose || (dryRun && verbosity != Verbosity.Quiet);

    private void ShowProgress()
    {
        lock (gate)
        {
            if (!isOver)
                screen.Show(new Progress(total, done, worked, failed, time.GetElapsedTime(started)));
        }
    }

    private void Complain(Problem problem)
    {
        if (problem.IsError || verbosity != Verbosity.Quiet)
            screen.Complain(problem);
    }

    private void List(Outcome outcome)
    {
        if (ListsFiles && outcome.Status is OutcomeStatus.Made or OutcomeStatus.Cached)
        {
            foreach (var rendition in outcome.Renditions)
            {
                var path = DisplayPath.Of(rendition.Path, folder);
                screen.Say(dryRun
                    ? $"would make {path} from {outcome.Source.Name}"
                    : $"{outcome.Source.Name} -> {path} ({rendition.Width}x{rendition.Height}, {Figures.Bytes(rendition.Length)})");
            }
        }

        if (verbosity == Verbosity.Verbose && outcome.Details is not null)
        {
            foreach (var line in outcome.Details.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                screen.Say($"  {outcome.Source.Name}: {line.TrimEnd('\r')}");
        }
    }
}
