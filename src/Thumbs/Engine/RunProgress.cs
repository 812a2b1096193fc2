using System.Globalization;
using System.Runtime.InteropServices;

namespace Thumbs.Engine;

/// <summary>The progress of a run.</summary>
/// <param name="Total">Sources of the plan.</param>
/// <param name="Work">What all of them are expected to cost; see <see cref="WorkEstimate"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RunProgress(int Total, long Work)
{
    /// <summary>The sources that are finished.</summary>
    public int Done { get; init; }

    /// <summary>Those of them that were not up to date.</summary>
    public int Worked { get; init; }

    /// <summary>Those of them that failed.</summary>
    public int Failed { get; init; }

    /// <summary>What the finished sources were expected to cost.</summary>
    public long WorkDone { get; init; }

    /// <summary>What those of them were expected to cost that were not up to date.</summary>
    public long WorkMade { get; init; }

    /// <summary>Since the plan was made.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Images a second. Sources that were up to date do not count: they took no time.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Worked / Elapsed.TotalSeconds : 0;

    /// <summary>By the work that is left, since the largest come first; <see langword="null"/> while it cannot be estimated.</summary>
    public TimeSpan? Left => WorkMade > 0 && Elapsed > TimeSpan.Zero ? (Work - WorkDone) * (Elapsed / WorkMade) : null;

    /// <summary>The progress after one more outcome.</summary>
    public RunProgress With(Outcome outcome)
    {
        var made = outcome.Status == OutcomeStatus.UpToDate ? 0 : 1;
        return this with
        {
            Done = Done + 1,
            Worked = Worked + made,
            Failed = Failed + (outcome.Status == OutcomeStatus.Failed ? 1 : 0),
            WorkDone = WorkDone + outcome.Work,
            WorkMade = WorkMade + (made * outcome.Work),
        };
    }

    /// <summary><c>412 of 1000 done, 46/s, 13 s left</c></summary>
    public override string ToString()
    {
        var rate = Rate.ToString(Rate < 10 ? "F1" : "F0", CultureInfo.InvariantCulture);
        var left = Left is { } time ? $", {Figures.WholeSeconds(time)} left" : "";
        return $"{Done} of {Total} done, {rate}/s{left}";
    }
}
