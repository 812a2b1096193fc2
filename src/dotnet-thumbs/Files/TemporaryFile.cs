using System.Buffers;

namespace Thumbs.Files;

/// <summary>Files that are written beside their final place and then renamed, so that nothing unfinished ever stands there.</summary>
internal static class TemporaryFile
{
    /// <summary>What their names end in.</summary>
    public const string Extension = ".tmp";

    /// <summary>What is copied at once, in bytes: nearly every rendition as a whole.</summary>
    private const int LargestBlock = 1 << 20;

    /// <summary>No other process has it, on whichever machine.</summary>
    private static readonly string OfProcess = $"{Guid.NewGuid():N}";

    private static int _count;

    /// <summary>A new name in the folder of a file; nothing is created.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="owner">The shard that writes it; <see langword="null"/> for a run of the whole plan.</param>
    public static string BesideOf(string path, string? owner = null) =>
        Path.Join(Path.GetDirectoryName(path), NameFor(owner, $"{OfProcess}-{Interlocked.Increment(ref _count)}"));

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

    /// <summary>Copies a file to one that is not there yet.</summary>
    /// <remarks><see cref="File.Copy(string, string)"/> would copy who may read and write it too: the copy is to follow the umask, as what is made here does.</remarks>
    public static void Copy(string from, string temporary)
    {
        using var source = File.OpenHandle(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        using var copy = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(RandomAccess.GetLength(source), 1, LargestBlock));
        try
        {
            var at = 0L;
            for (int read; (read = RandomAccess.Read(source, buffer, at)) > 0; at += read)
                RandomAccess.Write(copy, buffer.AsSpan(0, read), at);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
    public static string NameFor(string? owner, string name) => PrefixOf(owner) + name + Extension;

    /// <summary>What the names of an owner's temporary files begin with; those of all owners where there is none.</summary>
    public static string PrefixOf(string? owner) => owner is null ? ReservedName.Prefix : $"{ReservedName.Prefix}{owner}-";
}
