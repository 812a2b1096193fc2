namespace Thumbs.Planning;

/// <summary>
/// Divides a plan into shards of equal work, in the same way on every machine: the most expensive job that is left goes
/// to the shard with the least work. Only sizes decide.
/// </summary>
public static class Division
{
    /// <summary>
    /// The cost of an image besides its bytes, in bytes: measured on JPEGs, one takes about 3 ms and 8 ms more for each MB.
    /// </summary>
    public const long ImageCost = 3_000_000 / 8;

    /// <summary>The jobs of one shard, in the order of the plan.</summary>
    public static IReadOnlyList<Job> JobsOf(IReadOnlyList<Job> jobs, Shard shard)
    {
        var order = new int[jobs.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, new LargestFirst(jobs).Compare);

        // Ties go to the first shard: a priority queue alone does not promise an order of equals.
        var loads = new PriorityQueue<int, (long Load, int Shard)>(shard.Count);
        for (var i = 1; i <= shard.Count; i++)
            loads.Enqueue(i, (0, i));
        var own = new List<int>((jobs.Count / shard.Count) + 1);
        foreach (var job in order)
        {
            loads.TryPeek(out var least, out var load);
            loads.DequeueEnqueue(least, (load.Load + CostOf(jobs[job]), least));
            if (least == shard.Index)
                own.Add(job);
        }

        own.Sort();
        return own.ConvertAll(job => jobs[job]);
    }

    /// <summary>In bytes; only its ratio to that of other jobs counts.</summary>
    public static long CostOf(Job job) => job.Source.Length + ImageCost;

    /// <summary>Ties go by path: the order of the plan is not the same on every system.</summary>
    private sealed class LargestFirst(IReadOnlyList<Job> jobs)
    {
        private readonly RelativePaths _paths = new(jobs);

        public int Compare(int left, int right)
        {
            var bySize = jobs[right].Source.Length.CompareTo(jobs[left].Source.Length);
            return bySize != 0 || left == right ? bySize : string.CompareOrdinal(_paths.Of(jobs[left]), _paths.Of(jobs[right]));
        }
    }
}
