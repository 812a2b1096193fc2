using System.Runtime.CompilerServices;

using Thumbs.Caching;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>What was copied for a job.</summary>
/// <param name="Verdict">What of the job stands now.</param>
/// <param name="Copied">The records of the copies.</param>
/// <param name="From">The source that they were made from; <see langword="null"/> where nothing was copied.</param>
internal sealed record Copies(Verdict Verdict, IReadOnlyList<RenditionRecord> Copied, SourceFacts? From);

/// <summary>
/// Makes renditions by copying those of a source with the same bytes: one that was renamed, moved or doubled, the same one
/// under another name template, or any that a cache knows of. Safe to use from several threads.
/// </summary>
/// <param name="state">Of the folder that the copies go to.</param>
/// <param name="givers">Of the folders that copies may be made from: that one, and others.</param>
/// <param name="cache">Asked where those have not enough.</param>
/// <param name="keys">Of the renditions that are wanted now.</param>
/// <param name="reads">Of sources.</param>
internal sealed class ContentCopies(State state, IReadOnlyList<State> givers, ContentCache? cache, RenditionKeys keys, AbandonableReads reads)
{
    private readonly CheckedCopies _copies = new(state.Book.Shard);
    private readonly bool _hasGivers = givers.Any(giver => !giver.IsEmpty);

    private readonly Lazy<ILookup<long, Candidate>> _bySize = new(() => givers
        .SelectMany(giver => giver.Records.Select(record => OfFolder(giver, record)))
        .ToLookup(known => known.Facts.Bytes));

    /// <summary>The digest of a source, which may lie on a network drive that is gone.</summary>
    /// <exception cref="IOException">It cannot be read, or not in time.</exception>
    public static Digest DigestOf(Source source, AbandonableReads reads, CancellationToken cancellation) =>
        (Digest)reads.Read<object>(source.Path, path => Digest.OfFile(path, cancellation), cancellation);

    /// <summary>Copies what can be copied; what could not be is still <see langword="null"/> in the verdict that comes back.</summary>
    public async ValueTask<Copies> MakeAsync(
        Job job, Verdict verdict, CancellationToken cancellation)
    {
        if (verdict.IsFresh || (cache is null && !(_hasGivers && _bySize.Value.Contains(job.Source.Length))))
            return new(verdict, [], null);
        var digest = DigestOf(job.Source, reads, cancellation);
        var standing = verdict.Standing.ToArray();
        var copied = new List<RenditionRecord>();
        SourceFacts? from = null;
        await foreach (var candidate in CandidatesAsync(job.Source, digest, cancellation))
        {
            var scale = RenditionKeys.ScaleOf(job, candidate.Facts);
            for (var i = 0; i < standing.Length; i++)
            {
                if (standing[i] is not null || await CopyAsync(job.Renditions[i], candidate, scale, cancellation) is not { } copy)
                    continue;
                from = candidate.Facts;
                copied.Add(copy);
                standing[i] = copy.ToFile(state.PathOf(copy.Path), job.Renditions[i]);
            }

            if (!standing.Contains(null))
                break;
        }
        return new(from is null ? verdict : new(from, standing), copied, from);
    }

    private async IAsyncEnumerable<Candidate> CandidatesAsync(Source source, Digest digest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_hasGivers)
        {
            foreach (var known in _bySize.Value[source.Length].Where(known => known.Facts.Sha256 == digest))
                yield return known;
        }

        if (cache is not null && await cache.FindSourceAsync(digest, cancellation) is { } facts)
            yield return OfCache(cache, facts);
    }

    private static Candidate OfFolder(State giver, SourceRecord record) => new(
        record.Facts,
        (key, _) => ValueTask.FromResult(record.Renditions
            .Where(rendition => giver.Keys.Matches(rendition.Recipe, key))
            .Select(rendition => new KeptRendition(key, rendition.Facts, giver.PathOf(rendition.Path)))),
        Drop: null);

    private static Candidate OfCache(ContentCache cache, SourceFacts source) => new(
        source,
        async (key, cancellation) => await cache.FindRenditionAsync(source.Sha256, key, cancellation) is { } rendition ? [rendition] : [],
        cache.DropContent);

    private async ValueTask<RenditionRecord?> CopyAsync(Rendition wanted, Candidate candidate, double scale, CancellationToken cancellation)
    {
        var key = keys.For(wanted.Recipe, candidate.Facts.Format, scale);
        foreach (var made in await candidate.FindAsync(key, cancellation))
        {
            var copy = new RenditionRecord { Output = wanted.Output, Recipe = state.Keys.NumberOf(key), Facts = made.Facts };
            switch (_copies.Make(made.Path, state.PathOf(copy.Path), made.Facts, cancellation))
            {
                case CopyEnd.Made:
                    return copy with { Modified = File.GetLastWriteTimeUtc(state.PathOf(copy.Path)).Ticks };
                case CopyEnd.OtherBytes:
                    candidate.Drop?.Invoke(made.Facts);
                    break;
            }
        }
        return null;
    }

    /// <summary>A source of the same bytes, and what was made of it.</summary>
    /// <param name="Facts">Of the source.</param>
    /// <param name="FindAsync">What was made by a key.</param>
    /// <param name="Drop">What to do with one whose bytes are not its own.</param>
    private sealed record Candidate(
        SourceFacts Facts,
        Func<string, CancellationToken, ValueTask<IEnumerable<KeptRendition>>> FindAsync,
        Action<RenditionFacts>? Drop);
}
