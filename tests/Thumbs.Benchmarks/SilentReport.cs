using Thumbs.Diagnostics;
using Thumbs.Engine;

namespace Thumbs.Benchmarks;

/// <summary>Reports nothing, so that only the run is measured; a problem ends it.</summary>
internal sealed class SilentReport : IReport
{
    public void Planned(int sources, long work)
    {
        // Known.
    }

    public void Noticed(Problem problem) => throw new ThumbsException(problem);

    public void Done(Outcome outcome)
    {
        if (outcome.Problems is [var problem, ..])
            throw new ThumbsException(problem);
    }

    public void Pruned(string path) => throw new InvalidOperationException($"Nothing was to be pruned: {path}");

    public void Finished(Summary summary)
    {
        // Returned.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
