using System.Diagnostics;

using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Benchmarks;

/// <summary>Reports nothing, so that only the run is measured; a problem ends it.</summary>
internal sealed class SilentReport : IReport
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Since the report was made.</summary>
    public TimeSpan PlannedAfter { get; private set; }

    /// <summary>Since the report was made; <see langword="null"/> where nothing was.</summary>
    public TimeSpan? FirstMadeAfter { get; private set; }

    public void Planned(int sources, long work) => PlannedAfter = Stopwatch.GetElapsedTime(_started);

    public void Noticed(Problem problem) => throw new ThumbsException(problem);

    public void Done(Outcome outcome)
    {
        if (outcome.Problems is [var problem, ..])
            throw new ThumbsException(problem);
        if (outcome.Status == OutcomeStatus.Made)
            FirstMadeAfter ??= Stopwatch.GetElapsedTime(_started);
    }

    public void Pruned(string path) => throw new InvalidOperationException($"Nothing was to be pruned: {path}");

    public void Finished(Summary summary)
    {
        // Returned.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
