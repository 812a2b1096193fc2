using System.Diagnostics;

using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Build;

/// <summary>
/// Reports a run to the MSBuild task in lines: <c>error</c> and <c>warning</c> with code, file and text,
/// <c>result</c> (of a run that did something), <c>summary</c> and <c>detail</c> with a text.
/// </summary>
internal sealed class BuildReport(TextWriter output, string folder, bool failOnError) : IReport
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    /// <summary>Where nobody asked for details: a build that takes so long should say what it is at.</summary>
    private static readonly TimeSpan LoudInterval = TimeSpan.FromSeconds(10);

    private readonly List<Outcome> _outcomes = [];
    private long _started;
    private TimeSpan _lastProgress;
    private TimeSpan _lastLoud;
    private RunProgress _progress;

    /// <summary>All that were reported so far.</summary>
    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    public void Planned(int sources, long work)
    {
        _progress = new(sources, work);
        _started = Stopwatch.GetTimestamp();
    }

    public void Noticed(Problem problem)
    {
        // Where failing images do not fail the build, other errors still do.
        var isError = problem.IsError && (failOnError || problem.Diagnostic.IsOfTheMachine || problem.Diagnostic.IsOfTheRequest);
        Write(
            isError ? "error" : "warning",
            problem.Code,
            problem.Path is { } path ? Path.GetFullPath(path, folder) : "",
            problem.Text);
    }

    public void Mentioned(string text) => Write("detail", $"Thumbs: {text}");

    public void Done(Outcome outcome)
    {
        _outcomes.Add(outcome);
        _progress = _progress.With(outcome);
        foreach (var problem in outcome.Problems)
            Noticed(problem);
        if (outcome.Details is { } details)
            Write("detail", $"{outcome.Source.Name}: {details}");
        ShowProgress();
    }

    /// <summary>Says what the build waits for.</summary>
    public void Waits(string what)
    {
        Write("summary", $"Thumbs: {what}");
        output.Flush();
    }

    public void Pruned(string path) => Write("detail", $"Deleted {path}");

    /// <summary>A run that did something says so in every build, any other only to those who ask for more.</summary>
    public void Finished(Summary summary) =>
        Write(
            summary is { Made: 0, Copied: 0, Failed: 0, Deleted: 0 } ? "summary" : "result",
            $"Thumbs: {(summary.Made > 0 ? Figures.Line(summary, dryRun: false) : Figures.Counts(summary, dryRun: false))}");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void ShowProgress()
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        if (elapsed - _lastProgress < ProgressInterval)
            return;
        _lastProgress = elapsed;
        var isLoud = elapsed - _lastLoud >= LoudInterval;
        if (isLoud)
            _lastLoud = elapsed;
        Write(isLoud ? "result" : "detail", $"Thumbs: {_progress with { Elapsed = elapsed }}");
        if (isLoud)
            output.Flush();
    }

    private void Write(params IEnumerable<string> fields)
    {
        try
        {
            output.WriteLine(TabbedLine.Of(fields));
        }
        catch (ThumbsException)
        {
            // The task is gone, and nobody left to tell; its pipe ends the run.
        }
    }
}
