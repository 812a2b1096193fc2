using System.Text.Json;

using Thumbs.Caching.Remote;
using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Caching;

/// <summary>A rendition that can be kept or copied.</summary>
/// <param name="Key">The key that it was made by.</param>
/// <param name="Facts">Of the rendition.</param>
/// <param name="Path">Its file; absolute.</param>
public sealed record KeptRendition(string Key, RenditionFacts Facts, string Path);

/// <summary>
/// Keeps every rendition by content: one that any run on this machine has made, in whatever
/// project or checkout, is copied from the cache. One that only the server has is fetched into the folder first.
/// </summary>
/// <param name="folder">Of this machine.</param>
/// <param name="remote">Shared with other machines.</param>
public sealed class ContentCache(CacheFolder folder, RemoteCacheSettings? remote) : IAsyncDisposable
{
    private readonly RemoteCache? _remote = remote is null ? null : new(remote);

    /// <summary>To be sent: what was kept since the last time.</summary>
    private readonly Queue<RemoteUpload> _unsent = [];

    /// <summary>Whether it certainly has nothing.</summary>
    public bool IsEmpty => folder.IsEmpty && _remote is null;

    /// <summary>The bytes that were added to the folder.</summary>
    public long Added => folder.Added;

    /// <summary>Warnings: a cache that fails costs only time.</summary>
    public IEnumerable<Problem> Problems => [.. folder.Problems, .. _remote?.Problems ?? []];

    /// <summary>The facts of a source, if they are known.</summary>
    /// <param name="source">Of its bytes.</param>
    /// <param name="withPlaceholder">Whether those with a placeholder are preferred.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async ValueTask<SourceFacts?> FindSourceAsync(Digest source, bool withPlaceholder, CancellationToken cancellation) =>
        await FindAsync(CacheLayout.Sources, CacheEntry.NameOf(source, withPlaceholder), entry => CacheEntry.ReadSource(entry, source), cancellation)
        ?? (withPlaceholder ? await FindSourceAsync(source, withPlaceholder: false, cancellation) : null);

    /// <summary>A rendition, if it is known. Its bytes are in the folder then.</summary>
    /// <param name="source">Of the bytes of its source.</param>
    /// <param name="key">That it was made by.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async ValueTask<KeptRendition?> FindRenditionAsync(Digest source, string key, CancellationToken cancellation)
    {
        var found = await FindAsync(
            CacheLayout.Renditions, CacheEntry.NameOf(source, key), entry => CacheEntry.ReadRendition(entry, source, key), cancellation);
        if (found is null)
            return null;
        return folder.Use(CacheLayout.Content, found.Sha256) || await FetchAsync(found, cancellation)
            ? new(key, found, folder.PathOf(CacheLayout.Content, found.Sha256))
            : null;
    }

    /// <summary>Deletes bytes that are not those of their rendition.</summary>
    public void DropContent(RenditionFacts rendition) =>
        folder.Drop(CacheLayout.Content, rendition.Sha256, "its bytes are not what they were");

    /// <summary>Keeps what was made of a source. One thread at a time.</summary>
    public void Keep(SourceFacts source, IReadOnlyList<KeptRendition> made)
    {
        // Contents before entries: an entry never refers to something missing.
        foreach (var (key, facts, path) in made)
        {
            folder.Add(facts.Sha256, facts.Bytes, path);
            Keep(CacheLayout.Renditions, CacheEntry.NameOf(source.Sha256, key), CacheEntry.Write(source.Sha256, key, facts), new RemoteContent(facts.Sha256, facts.Bytes, path));
        }

        Keep(source with { Placeholder = null });
        if (source.Placeholder is not null)
            Keep(source);
    }

    /// <summary>Queues what was kept for the upload; waits only while the queue is full.</summary>
    public async ValueTask SendAsync(CancellationToken cancellation)
    {
        while (_unsent.TryDequeue(out var upload))
            await _remote!.UploadAsync(upload, cancellation);
    }

    /// <summary>Waits until all is sent, or the server is given up.</summary>
    public Task FinishAsync(CancellationToken cancellation) => _remote?.FinishAsync(cancellation) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _remote?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async ValueTask<T?> FindAsync<T>(string kind, Digest name, Func<byte[], T> read, CancellationToken cancellation)
        where T : class
    {
        if (folder.Read(kind, name, read) is { } known)
            return known;
        if (_remote is null || await _remote.GetEntryAsync(name, Understand, cancellation) is not var (record, bytes))
            return null;
        folder.Write(kind, name, bytes);
        return record;

        Tuple<T, byte[]>? Understand(byte[] entry)
        {
            try
            {
                return new(read(entry), entry);
            }
            catch (JsonException)
            {
                // Counted as a fault of the server.
                return null;
            }
        }
    }

    private ValueTask<bool> FetchAsync(RenditionFacts rendition, CancellationToken cancellation) => _remote is null
        ? ValueTask.FromResult(false)
        : folder.AddAsync(
            rendition.Sha256,
            rendition.Bytes,
            temporary => _remote.GetContentAsync(new(rendition.Sha256, rendition.Bytes, temporary), cancellation));

    private void Keep(SourceFacts source)
    {
        var name = CacheEntry.NameOf(source.Sha256, source.Placeholder is not null);
        if (!folder.Use(CacheLayout.Sources, name))
            Keep(CacheLayout.Sources, name, CacheEntry.Write(source));
    }

    private void Keep(string kind, Digest name, byte[] entry, params IReadOnlyList<RemoteContent> contents)
    {
        folder.Write(kind, name, entry);
        if (_remote?.Writes == true)
            _unsent.Enqueue(new(name, entry, contents));
    }
}
