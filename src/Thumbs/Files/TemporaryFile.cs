using System.Buffers;
using System.Security.Cryptography;

using Microsoft.Win32.SafeHandles;

namespace Thumbs.Files;

/// <summary>Files that are written beside their final path and then renamed, so that no unfinished file is seen there.</summary>
public static class TemporaryFile
{
    public const string Extension = ".tmp";

    /// <summary>Unique among processes and machines; process ids are reused.</summary>
    public static readonly string OfProcess = $"{Guid.NewGuid():N}";

    /// <summary>The size of a block that is copied, in bytes: nearly every rendition fits in one.</summary>
    private const int LargestBlock = 1 << 20;

    /// <summary>A new name in the folder of a file, which nobody else can foresee; nothing is created.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="owner">The shard that writes it; <see langword="null"/> for a run of the whole plan.</param>
    public static string BesideOf(string path, string? owner = null) =>
        Path.Join(Path.GetDirectoryName(path), NameFor(owner, $"{OfProcess}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}"));

    /// <summary>Writes a file that is not there yet.</summary>
    /// <remarks>
    /// <see cref="File.WriteAllBytes(string, byte[])"/> would truncate it first, and ext4 takes that for replacing a file in
    /// place and flushes the content to the disk at once: half the time of writing a small file.
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
        using var copy = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Copy(from, copy);
    }

    /// <summary>Copies a file to one that is open.</summary>
    public static void Copy(string from, SafeFileHandle copy)
    {
        using var source = File.OpenHandle(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
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

    /// <summary>Deletes a file that was not renamed, if it exists. Where that fails, a later run recognises it by its name and deletes it.</summary>
    public static void Discard(string temporary)
    {
        try
        {
            // Checked first, since deleting in a missing folder is an error.
            if (File.Exists(temporary))
                FileInUse.Delete(temporary, CancellationToken.None);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
        }
    }

    /// <summary>A file name. It contains the owner: a shard deletes only its own leftovers.</summary>
    public static string NameFor(string? owner, string name) => PrefixOf(owner) + name + Extension;

    /// <summary>The prefix of an owner's temporary files; that of all owners where <see langword="null"/>.</summary>
    public static string PrefixOf(string? owner) => owner is null ? ReservedName.Prefix : $"{ReservedName.Prefix}{owner}-";
}
