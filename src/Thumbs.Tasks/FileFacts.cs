using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Thumbs.Tasks;

/// <summary>Length and time of a file.</summary>
/// <param name="length">In bytes; -1 where there is no file.</param>
/// <param name="modified">In ticks, UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct FileFacts(long length, long modified)
{
    public long Length { get; } = length;

    public long Modified { get; } = modified;

    public bool Exists => Length >= 0;

    /// <summary>Reads the facts of many files in parallel: each takes microseconds, most of which are spent waiting.</summary>
    public static FileFacts[] Of(IReadOnlyList<string> paths)
    {
        var facts = new FileFacts[paths.Count];
        if (facts.Length > 0)
            Parallel.ForEach(Partitioner.Create(0, facts.Length), range => Fill(facts, paths, range.Item1, range.Item2));
        return facts;
    }

    private static void Fill(FileFacts[] facts, IReadOnlyList<string> paths, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            var file = new FileInfo(paths[i]);
            facts[i] = file.Exists ? new(file.Length, file.LastWriteTimeUtc.Ticks) : new(-1, 0);
        }
    }
}
