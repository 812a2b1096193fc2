using System.Collections.Concurrent;

using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>Tells whether paths below the output folder stay there although links may lie in it. Looks at each folder once. Thread-safe.</summary>
/// <param name="outputFolder">Absolute; it need not exist yet.</param>
public sealed class OutputGuard(string outputFolder)
{
    private readonly string _real = RealPath.Of(outputFolder);
    private readonly ConcurrentDictionary<string, string> _realFolders = new(StringComparer.Ordinal);

    /// <summary>Makes sure that no output of the jobs is written through a link that leads out.</summary>
    /// <exception cref="ThumbsException">One would be.</exception>
    public void Check(IReadOnlyList<Job> jobs)
    {
        foreach (var job in jobs)
        {
            foreach (var rendition in job.Renditions)
            {
                if (!StaysWithin(rendition.Output))
                {
                    throw new ThumbsException(Diagnostic.OutsideOutput.At(job.Source.Name,
                        $"It would be written to {rendition.Output}, and a link there leads out of the output folder"));
                }
            }
        }
    }

    /// <summary>Whether the folder of a file really lies in the output folder.</summary>
    /// <param name="output">Below the output folder, with <c>/</c>.</param>
    public bool StaysWithin(string output) => RealPath.IsWithin(RealFolderOf(output), _real);

    /// <summary>
    /// The path of a file with all links above it resolved, as they were when its folder was first looked at. One that leads out is not:
    /// <see cref="StraightPath"/> refuses it.
    /// </summary>
    /// <param name="output">Below the output folder, with <c>/</c>.</param>
    public string RealOf(string output) =>
        StaysWithin(output) ? Path.Join(RealFolderOf(output), output.AsSpan(output.LastIndexOf('/') + 1)) : Path.Join(_real, output);

    private string RealFolderOf(string output)
    {
        var folder = output.AsSpan(0, Math.Max(output.LastIndexOf('/'), 0));
        if (folder.IsEmpty)
            return _real;
        var byName = _realFolders.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!byName.TryGetValue(folder, out var real))
            byName[folder] = real = RealPath.Of(Path.Join(outputFolder, folder));
        return real;
    }
}
