using System.Globalization;

namespace Thumbs.Engine;

/// <summary>
/// What the control groups of this process, as those of a container, have left: the least of its own group and of those that
/// it is in. Of version 2, <c>memory.high</c> counts as well: beyond it, processes are slowed down until they hardly move.
/// </summary>
public static class ControlGroup
{
    /// <summary>Version 1 says a number near 2^63 where there is no limit.</summary>
    private const long NoLimit = 1L << 60;

    private static readonly Layout MemoryOfFirst = new(["memory.limit_in_bytes"], "memory.usage_in_bytes", ["total_inactive_file", "total_active_file"]);

    private static readonly Layout MemoryOfSecond = new(["memory.max", "memory.high"], "memory.current", ["inactive_file", "active_file"]);

    private static readonly Layout Tasks = new(["pids.max"], "pids.current", []);

    /// <summary>The names of files, and the lines of <c>memory.stat</c> that say what of the usage is cached files, which the kernel drops first.</summary>
    private sealed record Layout(string[] Limits, string Usage, string[] Reclaimable);

    /// <summary>Memory in bytes.</summary>
    /// <param name="groups">The groups of the process, as in <c>/proc/self/cgroup</c> (cgroups(7)).</param>
    /// <param name="root">Where the groups are mounted.</param>
    /// <returns><see langword="null"/> where nothing limits it, or the system has no control groups.</returns>
    public static long? FreeMemory(string groups = "/proc/self/cgroup", string root = "/sys/fs/cgroup") =>
        Free(groups, root, "memory", MemoryOfFirst, MemoryOfSecond);

    /// <summary>Processes and threads. The parameters are the same.</summary>
    public static long? FreeTasks(string groups = "/proc/self/cgroup", string root = "/sys/fs/cgroup") =>
        Free(groups, root, "pids", Tasks, Tasks);

    private static long? Free(string groups, string root, string controller, Layout first, Layout second)
    {
        try
        {
            return OperatingSystem.IsLinux() ? Least(File.ReadAllLines(groups), OfLine) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The number of a hierarchy, its controllers, which are none in version 2, and the path of the group.
        long? OfLine(string line) => line.Split(':', 3) switch
        {
            [_, "", var path] => OfBranch(root, path, second),
            [_, var controllers, var path] when controllers.Split(',').Contains(controller) => OfBranch(Path.Join(root, controller), path, first),
            _ => null,
        };
    }

    /// <summary>Inside a container, the path may be one of the host, which is not there; then the root is the container's own group.</summary>
    private static long? OfBranch(string root, string path, Layout layout)
    {
        long? least = null;
        for (var group = path.TrimEnd('/'); ; group = group[..group.LastIndexOf('/')])
        {
            var free = OfGroup(Path.Join(root, group), layout);
            least = Least(least, free);
            if (!group.Contains('/', StringComparison.Ordinal))
                return least;
        }
    }

    private static long? OfGroup(string folder, Layout layout)
    {
        var limit = Least(layout.Limits, name => Number(Path.Join(folder, name)));
        return limit is null or > NoLimit ? null : Math.Max(0, limit.Value - (Number(Path.Join(folder, layout.Usage)) ?? 0) + Reclaimable(folder, layout));
    }

    private static long Reclaimable(string folder, Layout layout)
    {
        var statistics = Path.Join(folder, "memory.stat");
        return File.Exists(statistics)
            ? File.ReadLines(statistics).Select(line => line.Split(' ')).Where(words => layout.Reclaimable.Contains(words[0])).Sum(words => Parsed(words[^1]) ?? 0)
            : 0;
    }

    /// <summary>The lesser, and where one is not known the other.</summary>
    public static long? Least(long? first, long? second) => first < second ? first : second ?? first;

    /// <summary>Of those that are numbers. Enumerable.Min of them would be compiled in every process.</summary>
    private static long? Least(string[] texts, Func<string, long?> read)
    {
        long? least = null;
        foreach (var text in texts)
            least = Least(least, read(text));
        return least;
    }

    private static long? Number(string file) => File.Exists(file) ? Parsed(File.ReadAllText(file)) : null;

    /// <summary><see langword="null"/> for <c>max</c>, which is no limit.</summary>
    private static long? Parsed(string text) => long.TryParse(text.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
