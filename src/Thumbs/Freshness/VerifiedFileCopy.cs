using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Freshness;

/// <summary>The result of a copy.</summary>
public enum CopyResult
{
    /// <summary>The file is in place.</summary>
    Made,

    /// <summary>The original has other bytes than recorded.</summary>
    OtherBytes,

    /// <summary>The original could not be read, or the copy not written: the rendition can still be made from its source.</summary>
    Failed,
}

/// <summary>Copies files whose hash is known, and checks it before the copy is renamed into place. Thread-safe.</summary>
/// <param name="placement">Gives them their names.</param>
public sealed class VerifiedFileCopy(Placement placement)
{
    /// <summary>Up to this size, in bytes, reading and writing is faster than a copy by the system, even by reflink.</summary>
    private const int Small = 1 << 16;

    /// <summary>
    /// Renames are done one at a time: the kernel has one lock for a folder, and threads that wait for it keep a core busy. The
    /// other threads hash meanwhile.
    /// </summary>
    private readonly Lock _placing = new();

    /// <param name="from">Absolute.</param>
    /// <param name="to">Below the output folder, with <c>/</c>; its folder is made.</param>
    /// <param name="facts">The expected facts of the file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public CopyResult Make(string from, string to, RenditionFacts facts, CancellationToken cancellation)
    {
        string? temporary = null;
        try
        {
            temporary = placement.NewTemporary(to);
            if (!SpecialFile.IsFileOf(from, facts.Bytes))
                return CopyResult.OtherBytes;
            return facts.Bytes <= Small ? Write(from, temporary, to, facts, cancellation) : Copy(from, temporary, to, facts, cancellation);
        }
        catch (Exception exception) when (WriteFailure.Is(exception))
        {
            return CopyResult.Failed;
        }
        finally
        {
            if (temporary is not null)
                TemporaryFile.Discard(temporary);
        }
    }

    private CopyResult Write(string from, string temporary, string to, RenditionFacts facts, CancellationToken cancellation)
    {
        var bytes = File.ReadAllBytes(from);
        if (Digest.OfBytes(bytes) != facts.Sha256)
            return CopyResult.OtherBytes;
        lock (_placing)
        {
            using (var file = StraightPath.CreateNew(temporary))
                RandomAccess.Write(file, bytes, fileOffset: 0);
            placement.Put(temporary, to, facts, cancellation);
        }

        return CopyResult.Made;
    }

    /// <summary>The copy is hashed, not the original, which another job may replace meanwhile.</summary>
    private CopyResult Copy(string from, string temporary, string to, RenditionFacts facts, CancellationToken cancellation)
    {
        using (var copy = StraightPath.CreateNew(temporary))
            TemporaryFile.Copy(from, copy);
        if (Digest.OfFile(temporary, cancellation) != facts.Sha256)
            return CopyResult.OtherBytes;
        placement.Put(temporary, to, facts, cancellation);
        return CopyResult.Made;
    }
}
