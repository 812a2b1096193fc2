using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>Files that are written beside their final place and then renamed, so that nothing unfinished ever stands there.</summary>
internal static class TemporaryFile
{
    private const string Extension = ".tmp";

    /// <summary>No other process has it, on whichever machine.</summary>
    private static readonly string OfProcess = $"{Guid.NewGuid():N}";

    private static int _count;

    /// <summary>A new name in the folder of a file; nothing is created.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="shard">That writes it; <see langword="null"/> where the run is of the whole plan, or has no part in it.</param>
    public static string BesideOf(string path, Shard? shard = null) =>
        Path.Join(Path.GetDirectoryName(path), NameFor(shard, $"{OfProcess}-{Interlocked.Increment(ref _count)}"));

    /// <summary>Writes a file that is not there yet.</summary>
    /// <remarks>
    /// <see cref="File.WriteAllBytes(string, byte[])"/> would cut it to nothing first, and ext4 takes that for the replacing of a file in
    /// place, whose content it sends to the disk at once: half the time of writing a small file.
    /// </remarks>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        RandomAccess.Write(file, content, fileOffset: 0);
    }

    /// <summary>Copies a file to one that is not there yet, which can be renamed and deleted whatever the first is marked as.</summary>
    public static void Copy(string from, string temporary)
    {
        File.Copy(from, temporary);
        // Windows copies the marks too, read-only among them; elsewhere they are in nobody's way.
        if (OperatingSystem.IsWindows())
            File.SetAttributes(temporary, FileAttributes.Normal);
    }

    /// <summary>Deletes a file that was not renamed, if there is one. Where that is impossible, its name still says what it is: it is swept away one day.</summary>
    public static void Discard(string temporary)
    {
        try
        {
            // Asked first, since deleting where there is not even a folder is an error.
            if (File.Exists(temporary))
                FileInUse.Delete(temporary, CancellationToken.None);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
        }
    }

    /// <summary>A name without a folder. It says whose file it is: a shard sweeps only its own away.</summary>
    public static string NameFor(Shard? shard, string name) => PrefixOf(shard) + name + Extension;

    /// <summary>Deletes what a run that was killed left behind. Only while the output folder is held: see <see cref="Ledger.Hold"/>.</summary>
    /// <param name="outputFolder">Absolute.</param>
    /// <param name="plan">Its outputs tell which folders to look into.</param>
    /// <param name="shard">Whose files are meant; <see langword="null"/> for those of all runs.</param>
    public static void Sweep(string outputFolder, Plan plan, Shard? shard = null)
    {
        var folders = plan.Jobs
            .SelectMany(job => job.Renditions)
            .Select(rendition => Path.GetDirectoryName(Path.Join(outputFolder, rendition.Output))!)
            .Append(outputFolder)
            .Append(BookFiles.FolderOfShards(outputFolder))
            .Distinct(StringComparer.Ordinal)
            .Where(Directory.Exists);
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, $"{PrefixOf(shard)}*{Extension}")))
            Discard(file);
    }

    private static string PrefixOf(Shard? shard) => shard is null ? ReservedName.Prefix : $"{ReservedName.Prefix}{shard.FileName}-";
}
