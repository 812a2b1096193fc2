using System.Diagnostics;

namespace Thumbs.Engine;

/// <summary>Sums up outcomes.</summary>
public sealed class Tally
{
    private readonly int[] _sources = new int[(int)OutcomeStatus.Failed + 1];
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _bytesIn;
    private long _bytesOut;

    public int Pruned { get; set; }

    public int Skipped { get; set; }

    public int Failed => _sources[(int)OutcomeStatus.Failed];

    public void Count(Outcome outcome)
    {
        _sources[(int)outcome.Status]++;
        if (outcome.Status != OutcomeStatus.Made)
            return;
        _bytesIn += outcome.Source.Length;
        foreach (var rendition in outcome.Renditions)
            _bytesOut += rendition.Facts.Bytes;
    }

    public Summary Sum(int exitCode) => new(
        _sources[(int)OutcomeStatus.Made],
        _sources[(int)OutcomeStatus.UpToDate],
        _sources[(int)OutcomeStatus.Copied],
        Failed,
        Skipped,
        Pruned,
        _bytesIn,
        _bytesOut,
        Stopwatch.GetElapsedTime(_started),
        exitCode);
}
