using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>Where a report in words goes. Called from one thread at a time.</summary>
internal interface IScreen
{
    /// <summary>How often progress is worth showing.</summary>
    TimeSpan Interval { get; }

    /// <summary>A line for whoever reads the results.</summary>
    void Say(string line);

    /// <summary>A problem, as it comes.</summary>
    void Complain(Problem problem);

    /// <summary>How far the run is.</summary>
    void Show(RunProgress progress);

    /// <summary>Takes away what only a run in progress has to show.</summary>
    ValueTask CloseAsync();
}
