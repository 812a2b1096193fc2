namespace Thumbs.Pool;

/// <summary>The order in which jobs are begun: the largest first, so that none is left alone at the end.</summary>
/// <remarks>Of the jobs themselves: a queue with numbers for its order would be compiled in every process.</remarks>
internal sealed class LargestFirst<TJob> : IComparer<QueuedJob<TJob>>
{
    public static readonly LargestFirst<TJob> Instance = new();

    public int Compare(QueuedJob<TJob>? x, QueuedJob<TJob>? y)
    {
        var byCost = y!.Cost.CompareTo(x!.Cost);
        return byCost != 0 ? byCost : x.Number.CompareTo(y.Number);
    }
}
