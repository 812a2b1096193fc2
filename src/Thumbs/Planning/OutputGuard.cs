using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Planning;

/// <summary>Tells whether paths below the output folder stay there although links may lie in it. Looks at each folder once.</summary>
/// <param name="outputFolder">Absolute; it need not exist yet.</param>
public sealed class OutputGuard(string outputFolder)
{
    private readonly string _real = RealPath.Of(outputFolder);
    private readonly Dictionary<string, bool> _staysWithin = new(StringComparer.Ordinal) { [""] = true };

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
    public bool StaysWithin(string output)
    {
        var slash = output.LastIndexOf('/');
        return slash < 0 || FolderStaysWithin(output.AsSpan(0, slash));
    }

    private bool FolderStaysWithin(ReadOnlySpan<char> folder)
    {
        var byName = _staysWithin.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!byName.TryGetValue(folder, out var stays))
        {
            stays = RealPath.IsWithin(RealPath.Of(Path.Join(outputFolder, folder.ToString())), _real);
            byName[folder] = stays;
        }
        return stays;
    }
}
