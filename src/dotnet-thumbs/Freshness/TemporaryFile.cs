using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>Files that are written beside their final place and then renamed, so that nothing unfinished ever stands there.</summary>
internal static class TemporaryFile
{
    private const string Extension = ".tmp";

    /// <summary>A new name in the folder of a file; nothing is created.</summary>
    public static string BesideOf(string path) =>
        Path.Join(Path.GetDirectoryName(path), $"{ReservedName.Prefix}{Guid.NewGuid():N}{Extension}");

    /// <summary>Deletes what a run that was killed left behind. Only while the output folder is held: see <see cref="Ledger.Hold"/>.</summary>
    /// <param name="outputFolder">Absolute.</param>
    /// <param name="plan">Its outputs tell which folders to look into.</param>
    public static void Sweep(string outputFolder, Plan plan)
    {
        var folders = plan.Jobs
            .SelectMany(job => job.Renditions)
            .Select(rendition => Path.GetDirectoryName(Path.Join(outputFolder, rendition.Output))!)
            .Append(outputFolder)
            .Distinct(StringComparer.Ordinal)
            .Where(Directory.Exists);
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, $"{ReservedName.Prefix}*{Extension}")))
            File.Delete(file);
    }
}
