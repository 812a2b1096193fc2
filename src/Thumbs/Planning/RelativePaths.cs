namespace Thumbs.Planning;

/// <summary>
/// The names of a plan's sources on every machine: their paths below the deepest folder that contains them all, with
/// <c>/</c>.
/// </summary>
public sealed class RelativePaths
{
    private readonly int _prefix;

    public RelativePaths(IReadOnlyList<Job> jobs)
    {
        if (jobs.Count == 0)
            return;
        var common = Path.GetDirectoryName(jobs[0].Source.Path.AsSpan());
        foreach (var job in jobs)
        {
            while (!IsIn(job.Source.Path, common))
                common = Path.GetDirectoryName(common);
        }

        _prefix = common.IsEmpty || Path.EndsInDirectorySeparator(common) ? common.Length : common.Length + 1;
    }

    public string Of(Job job)
    {
        var relative = job.Source.Path[_prefix..];
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>Paths on two drives of Windows have no common folder: the empty one contains every path.</summary>
    private static bool IsIn(string path, ReadOnlySpan<char> folder) =>
        folder.IsEmpty
        || (path.AsSpan().StartsWith(folder, StringComparison.Ordinal)
            && (Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar));
}
