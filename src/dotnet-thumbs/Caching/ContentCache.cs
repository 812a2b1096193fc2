using Thumbs.Diagnostics;
using Thumbs.Freshness;

namespace Thumbs.Caching;

/// <summary>A rendition to be kept.</summary>
/// <param name="Key">It was made by.</param>
/// <param name="Record">Of the rendition.</param>
/// <param name="Path">Where it stands.</param>
internal sealed record KeptRendition(string Key, RenditionRecord Record, string Path);

/// <summary>
/// Keeps what was ever made, by content: a rendition that any run on this machine has made is copied from there, whatever
/// project or checkout asks for it.
/// </summary>
internal sealed class ContentCache(CacheFolder folder)
{
    /// <summary>Whether there was nothing in it.</summary>
    public bool IsEmpty => folder.IsEmpty;

    /// <summary>The bytes that were added.</summary>
    public long Added => folder.Added;

    /// <summary>What went wrong: never more than the loss of time.</summary>
    public IEnumerable<Problem> Problems => folder.Problems;

    /// <summary>What is known of a source.</summary>
    /// <param name="source">Of its bytes.</param>
    public SourceRecord? FindSource(Digest source)
    {
        var name = CacheEntry.NameOf(source);
        var found = folder.Read(CacheLayout.Sources, name, entry => CacheEntry.ReadSource(entry, source));
        if (found is not null)
            folder.Use(CacheLayout.Sources, name);
        return found;
    }

    /// <summary>What is known of a rendition.</summary>
    /// <param name="source">Of the bytes of its source.</param>
    /// <param name="key">That it was made by.</param>
    public RenditionRecord? FindRendition(Digest source, string key)
    {
        var name = CacheEntry.NameOf(source, key);
        var found = folder.Read(CacheLayout.Renditions, name, entry => CacheEntry.ReadRendition(entry, source, key));
        if (found is null || !folder.Has(CacheLayout.Content, found.Sha256))
            return null;
        folder.Use(CacheLayout.Renditions, name);
        folder.Use(CacheLayout.Content, found.Sha256);
        return found;
    }

    /// <summary>Where the bytes of a rendition that was found are.</summary>
    public string PathOf(RenditionRecord rendition) => folder.PathOf(CacheLayout.Content, rendition.Sha256);

    /// <summary>Takes out bytes that are not those of their rendition.</summary>
    public void DropContent(RenditionRecord rendition) =>
        folder.Drop(CacheLayout.Content, rendition.Sha256, "its bytes are not what they were");

    /// <summary>Keeps what was made of a source.</summary>
    public void Keep(SourceRecord source, IReadOnlyList<KeptRendition> made)
    {
        // The bytes first: an entry speaks of nothing that is not there.
        foreach (var (key, record, path) in made)
        {
            folder.Add(record.Sha256, record.Size, path);
            folder.Write(CacheLayout.Renditions, CacheEntry.NameOf(source.Sha256, key), CacheEntry.Write(source.Sha256, key, record));
        }

        if (!folder.Has(CacheLayout.Sources, CacheEntry.NameOf(source.Sha256)))
            folder.Write(CacheLayout.Sources, CacheEntry.NameOf(source.Sha256), CacheEntry.Write(source));
    }
}
