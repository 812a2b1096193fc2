using System.Globalization;
using System.Runtime.InteropServices;

namespace Thumbs.Engine;

/// <summary>The progress of a run.</summary>
/// <param name="Total">Sources of the plan.</param>
/// <param name="Done">Those of them that are finished.</param>
/// <param name="Worked">Those of them that were not up to date.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Elapsed">Since the plan was made.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RunProgress(int Total, int Done, int Worked, int Failed, TimeSpan Elapsed)
{
    /// <summary>Images a second. Sources that were up to date do not count: they took no time.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Worked / Elapsed.TotalSeconds : 0;

    /// <summary><see langword="null"/> while it cannot be estimated.</summary>
    public TimeSpan? Left => Rate > 0 ? TimeSpan.FromSeconds((Total - Done) / Rate) : null;

    /// <summary><c>412 of 1000 done, 46/s, 13 s left</c></summary>
    public override string ToString()
    {
        var rate = Rate.ToString(Rate < 10 ? "F1" : "F0", CultureInfo.InvariantCulture);
        var left = Left is { } time ? $", {Figures.WholeSeconds(time)} left" : "";
        return $"{Done} of {Total} done, {rate}/s{left}";
    }
}
