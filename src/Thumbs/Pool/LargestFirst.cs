namespace Thumbs.Pool;

/// <summary>The order in which jobs are begun: largest first, so that no large one is left alone at the end, and all parts of one together.</summary>
/// <remarks>A comparer of the jobs: a queue with numeric priorities would be compiled in every process (see docs/architecture.md, "Code that runs at every start").</remarks>
public sealed class LargestFirst<TJob> : IComparer<QueuedJob<TJob>>
{
    public static readonly LargestFirst<TJob> Instance = new();

    public int Compare(QueuedJob<TJob>? x, QueuedJob<TJob>? y)
    {
        var byCost = y!.Rank.CompareTo(x!.Rank);
        return byCost != 0 ? byCost : x.Number.CompareTo(y.Number);
    }
}
