using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Cli.Reports;

/// <summary>The output of a report in text. Called from one thread at a time.</summary>
internal interface IScreen
{
    /// <summary>How often progress is shown.</summary>
    TimeSpan Interval { get; }

    /// <summary>Writes a line of the results.</summary>
    void Say(string line);

    /// <summary>Writes a problem at once.</summary>
    void Complain(Problem problem);

    /// <summary>Shows the progress.</summary>
    void Show(RunProgress progress);

    /// <summary>Removes what is shown only during a run.</summary>
    ValueTask CloseAsync();
}
