using System.Globalization;

namespace Thumbs.Engine;

/// <summary>Formats numbers for people.</summary>
public static class Figures
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>In powers of 1,000, two or three digits: <c>3.1 MB</c>, <c>120 kB</c>.</summary>
    public static string Bytes(long bytes)
    {
        var size = (double)bytes;
        var unit = 0;
        // A size that would be rounded up to 1,000 has the next unit.
        while (size >= 999.5 && unit < Units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        return $"{size.ToString(unit == 0 || size >= 9.95 ? "F0" : "F1", CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary><c>0.9 s</c>, <c>42 s</c>, <c>2 min 5 s</c>, <c>1 h 3 min</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < 9.95
        ? time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s"
        : WholeSeconds(time);

    /// <summary>As <see cref="Time"/>, for an estimated time: <c>3 s</c>.</summary>
    public static string WholeSeconds(TimeSpan time)
    {
        var whole = TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));
        if (whole.TotalMinutes < 1)
            return $"{whole.Seconds} s";
        return whole.TotalHours < 1 ? $"{whole.Minutes} min {whole.Seconds} s" : $"{(int)whole.TotalHours} h {whole.Minutes} min";
    }

    /// <summary>A run in one line.</summary>
    public static string Line(Summary summary, bool dryRun) =>
        (summary.ExitCode == Diagnostics.ExitCode.Cancelled ? "cancelled: " : "") + Counts(summary, dryRun) + (dryRun ? "" : $" ({Bytes(summary.BytesIn)} in, {Bytes(summary.BytesOut)} out)");

    /// <summary>The counts of sources; zeros are left out, except for the three that are always wanted.</summary>
    public static string Counts(Summary summary, bool dryRun)
    {
        var made = dryRun ? $"would make {summary.Made}" : $"{summary.Made} made";
        var cached = summary.Copied > 0 ? $", {summary.Copied} copied" : "";
        var skipped = summary.LeftOut > 0 ? $", {summary.LeftOut} left out" : "";
        var pruned = summary.Deleted > 0 ? (dryRun ? $", would delete {summary.Deleted}" : $", {summary.Deleted} deleted") : "";
        return $"{made}{cached}, {summary.UpToDate} up to date, {summary.Failed} failed{skipped}{pruned} in {Time(summary.Elapsed)}";
    }
}
