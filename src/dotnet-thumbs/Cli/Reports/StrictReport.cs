using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>A report of a run in which warnings count, but for those of a cache: what would be a success is not one.</summary>
/// <param name="inner">Shows it.</param>
internal sealed class StrictReport(IReport inner) : IReport
{
    private int _warnings;

    /// <summary>The exit code of a run that has one of its own.</summary>
    public int Judge(int exitCode) => exitCode == ExitCode.Success && _warnings > 0 ? ExitCode.WrongUsage : exitCode;

    public void Planned(int sources, long work) => inner.Planned(sources, work);

    public void Noticed(Problem problem)
    {
        Count(problem);
        inner.Noticed(problem);
    }

    public void Mentioned(string text) => inner.Mentioned(text);

    public void Done(Outcome outcome)
    {
        foreach (var problem in outcome.Problems)
            Count(problem);
        inner.Done(outcome);
    }

    public void Pruned(string path) => inner.Pruned(path);

    public void Finished(Summary summary)
    {
        var judged = summary with { ExitCode = Judge(summary.ExitCode) };
        if (judged.ExitCode != summary.ExitCode)
            inner.Noticed(Diagnostic.WarningsCount.At(path: null, _warnings == 1 ? "There is a warning, and --strict is given" : $"There are {_warnings} warnings, and --strict is given"));
        inner.Finished(judged);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Count(Problem problem)
    {
        if (problem.Diagnostic.Severity == Severity.Warning && !problem.Diagnostic.IsOfTheCache)
            _warnings++;
    }
}
