using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>Tells which renditions of a job are up to date, by content; equal sizes and times only make reading unnecessary.</summary>
/// <param name="state">The records. New times of unchanged files are entered.</param>
/// <param name="keys">Of the renditions that are wanted now.</param>
/// <param name="started">When this run began to look at files.</param>
/// <param name="reads">Reads sources.</param>
public sealed class FreshnessCheck(State state, RenditionKeys keys, DateTime started, AbandonableReads reads)
{
    /// <summary>A file may change twice within one tick of its file system's clock; the coarsest, FAT's, is 2 s.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    public Verdict Of(Job job, CancellationToken cancellation)
    {
        if (state.Find(job.Source) is not { } record || !IsSame(job.Source, record, cancellation))
            return Verdict.NothingIsFresh(job);

        var fresh = new RenditionFile?[job.Renditions.Count];
        var renditions = record.Renditions;
        for (var i = 0; i < fresh.Length; i++)
        {
            var wanted = job.Renditions[i];
            var made = Find(renditions, wanted.Output);
            if (made is null || !state.Keys.Matches(made.Recipe, keys.For(wanted.Recipe, record.Facts)))
                continue;
            var path = state.PathOf(made.Path);
            if (Intact(made, path, cancellation) is not { } intact)
                continue;
            if (!ReferenceEquals(made, intact))
                renditions = [.. renditions.Select(rendition => ReferenceEquals(rendition, made) ? intact : rendition)];
            fresh[i] = intact.ToFile(path, wanted);
        }

        var modified = TrustedTime(job.Source);
        if (modified != record.Modified || !ReferenceEquals(renditions, record.Renditions))
            state.Put(record with { Modified = modified, Renditions = renditions });
        return Verdict.Of(job, record.Facts, fresh);
    }

    /// <summary>The time to record of a source: 0 where it is so recent that the file may change again within the same tick.</summary>
    public long TrustedTime(Source source) => source.ModifiedUtc < started - Tick ? source.ModifiedUtc.Ticks : 0;

    /// <summary>The first with that name. A loop, since this is called for each of a hundred thousand renditions.</summary>
    private static RenditionRecord? Find(RenditionRecord[] renditions, string output)
    {
        foreach (var rendition in renditions)
        {
            if (string.Equals(rendition.Output, output, StringComparison.Ordinal))
                return rendition;
        }
        return null;
    }

    private bool IsSame(Source source, SourceRecord record, CancellationToken cancellation)
    {
        if (source.Length != record.Facts.Bytes)
            return false;
        if (source.ModifiedUtc.Ticks == record.Modified)
            return true;
        try
        {
            return RenditionReuse.DigestOf(source, reads, cancellation) == record.Facts.Sha256;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The worker will get the same error and report it.
            return false;
        }
    }

    /// <summary>The record, with the file's present time, where the file is unchanged.</summary>
    private static RenditionRecord? Intact(RenditionRecord made, string path, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length != made.Facts.Bytes || LinkedFile.IsLink(file))
            return null;
        if (file.LastWriteTimeUtc.Ticks == made.Modified)
            return made;
        if (made.Facts.Bytes == 0 && SpecialFile.Is(path))
            return null;
        try
        {
            return Digest.OfFile(path, cancellation) == made.Facts.Sha256
                ? made with { Modified = file.LastWriteTimeUtc.Ticks }
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is made again; where that fails too, writing reports it.
            return null;
        }
    }
}
