using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>What came of a copy.</summary>
internal enum CopyEnd
{
    /// <summary>It stands in its place.</summary>
    Made,

    /// <summary>The file has other bytes than it should have.</summary>
    OtherBytes,

    /// <summary>It could not be read, or the copy not written: the rendition can still be made from its source.</summary>
    Failed,
}

/// <summary>Copies files whose bytes are known, and puts nothing else into place. Safe to use from several threads.</summary>
/// <param name="shard">That the copies are for; see <see cref="TemporaryFile"/>.</param>
internal sealed class CheckedCopies(Shard? shard)
{
    /// <summary>Up to so many bytes it takes less to read and write a file than to have the system copy it, even by reflink.</summary>
    private const int Small = 1 << 16;

    /// <summary>
    /// One at a time: a folder has one lock in the kernel, and threads that wait for that keep a core busy. The other threads
    /// hash meanwhile.
    /// </summary>
    private readonly Lock _placing = new();
    private string? _lastFolder;

    /// <param name="from">Absolute.</param>
    /// <param name="to">Absolute; its folder is made. What stands there is replaced.</param>
    /// <param name="facts">Its bytes are to be those of the file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public CopyEnd Make(string from, string to, RenditionFacts facts, CancellationToken cancellation)
    {
        var temporary = TemporaryFile.BesideOf(to, shard?.FileName);
        try
        {
            if (!SpecialFile.IsFileOf(from, facts.Bytes))
                return CopyEnd.OtherBytes;
            return facts.Bytes <= Small ? Write(from, temporary, to, facts.Sha256, cancellation) : Copy(from, temporary, to, facts.Sha256, cancellation);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return CopyEnd.Failed;
        }
        finally
        {
            TemporaryFile.Discard(temporary);
        }
    }

    private CopyEnd Write(string from, string temporary, string to, Digest sha256, CancellationToken cancellation)
    {
        var bytes = File.ReadAllBytes(from);
        if (Digest.OfBytes(bytes) != sha256)
            return CopyEnd.OtherBytes;
        lock (_placing)
        {
            MakeFolder(to);
            TemporaryFile.Write(temporary, bytes);
            FileInUse.Replace(temporary, to, cancellation);
        }

        return CopyEnd.Made;
    }

    /// <summary>The copy is what is checked: the file may be replaced while it is read, since other jobs are at work.</summary>
    private CopyEnd Copy(string from, string temporary, string to, Digest sha256, CancellationToken cancellation)
    {
        lock (_placing)
            MakeFolder(to);
        TemporaryFile.Copy(from, temporary);
        if (Digest.OfFile(temporary, cancellation) != sha256)
            return CopyEnd.OtherBytes;

        // A copy would have the time of its original; those who copy newer files further would leave an older one alone.
        File.SetLastWriteTimeUtc(temporary, DateTime.UtcNow);
        FileInUse.Replace(temporary, to, cancellation);
        return CopyEnd.Made;
    }

    private void MakeFolder(string to)
    {
        var folder = Path.GetDirectoryName(to)!;
        if (folder != _lastFolder)
            Directory.CreateDirectory(folder);
        _lastFolder = folder;
    }
}
