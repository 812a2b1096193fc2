using Thumbs.Files;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>The temporary files of a run that was killed.</summary>
public static class Leftovers
{
    /// <summary>Deletes them. Only while the output folder is locked: see <see cref="Ledger.Hold"/>.</summary>
    /// <param name="outputFolder">Absolute.</param>
    /// <param name="plan">Its outputs tell which folders to search.</param>
    /// <param name="shard">The shard whose files are deleted; <see langword="null"/> for those of all runs.</param>
    public static void Sweep(string outputFolder, Plan plan, Shard? shard = null)
    {
        var folders = plan.Jobs
            .SelectMany(job => job.Renditions)
            .Select(rendition => Path.GetDirectoryName(Path.Join(outputFolder, rendition.Output))!)
            .Append(outputFolder)
            .Append(BookFiles.FolderOfShards(outputFolder))
            .Distinct(StringComparer.Ordinal)
            .Where(Directory.Exists);
        var pattern = $"{TemporaryFile.PrefixOf(shard?.FileName)}*{TemporaryFile.Extension}";
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, pattern)))
            TemporaryFile.Discard(file);
    }
}
