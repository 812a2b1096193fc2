using System.Globalization;
using System.Runtime.InteropServices;

namespace Thumbs.Engine;

/// <summary>How far a run is.</summary>
/// <param name="Total">Sources of the plan.</param>
/// <param name="Done">Of them, done with.</param>
/// <param name="Worked">Of those, the ones that were not simply up to date.</param>
/// <param name="Failed">Of those, the ones that failed.</param>
/// <param name="Elapsed">Since the plan was made.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunProgress(int Total, int Done, int Worked, int Failed, TimeSpan Elapsed)
{
    /// <summary>Images a second. What was up to date took no time worth counting, and would promise too much.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Worked / Elapsed.TotalSeconds : 0;

    /// <summary><see langword="null"/> while there is nothing to reckon from.</summary>
    public TimeSpan? Left => Rate > 0 ? TimeSpan.FromSeconds((Total - Done) / Rate) : null;

    /// <summary><c>412 of 1000 done, 46/s, 13 s left</c></summary>
    public override string ToString()
    {
        var rate = Rate.ToString(Rate < 10 ? "F1" : "F0", CultureInfo.InvariantCulture);
        var left = Left is { } time ? $", {Figures.WholeSeconds(time)} left" : "";
        return $"{Done} of {Total} done, {rate}/s{left}";
    }
}
