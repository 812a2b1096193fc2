using System.Runtime.CompilerServices;

using Thumbs.Caching;
using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>The copies for a job.</summary>
/// <param name="Verdict">What of the job is up to date now.</param>
/// <param name="Copied">The records of the copies.</param>
/// <param name="From">The source that they were made from; <see langword="null"/> where nothing was copied.</param>
public sealed record ReusedRenditions(Verdict Verdict, IReadOnlyList<RenditionRecord> Copied, SourceFacts? From);

/// <summary>
/// Makes renditions by copying those of a source with the same bytes: one that was renamed, moved or duplicated, the same one
/// under another name template, or one in the cache. Thread-safe.
/// </summary>
/// <param name="state">Of the folder that the copies go to.</param>
/// <param name="donors">The states of all folders that may be copied from, that one included.</param>
/// <param name="cache">Used for what the folders do not have.</param>
/// <param name="keys">Of the renditions that are wanted now.</param>
/// <param name="reads">Reads sources.</param>
/// <param name="placement">Gives the copies their names.</param>
/// <param name="owners">Of the files of this run.</param>
public sealed class RenditionReuse(
    State state, IReadOnlyList<State> donors, ContentCache? cache, RenditionKeys keys, AbandonableReads reads, Placement placement, FileOwners owners)
{
    private readonly VerifiedFileCopy _copies = new(placement);
    private readonly bool _hasDonors = donors.Any(donor => !donor.IsEmpty);

    private readonly Lazy<RecordsBySize[]> _bySize = new(() => [.. donors.Select(donor => new RecordsBySize(donor))]);

    /// <summary>The digest of a source, which may be on a network drive that is disconnected.</summary>
    /// <exception cref="IOException">It cannot be read, or not in time.</exception>
    public static Digest DigestOf(Source source, AbandonableReads reads, CancellationToken cancellation) =>
        (Digest)reads.Read<object>(source.Path, path => Digest.OfFile(path, cancellation), cancellation);

    /// <summary>Copies what is available; the rest is still <see langword="null"/> in the verdict that is returned.</summary>
    public async ValueTask<ReusedRenditions> MakeAsync(
        Job job, Verdict verdict, CancellationToken cancellation)
    {
        if (verdict.IsFresh || (cache is null && !(_hasDonors && Array.Exists(_bySize.Value, donor => donor.Of(job.Source.Length).Any()))))
            return new(verdict, [], null);
        var digest = DigestOf(job.Source, reads, cancellation);
        var fresh = verdict.Fresh.ToArray();
        var copied = new List<RenditionRecord>();
        SourceFacts? from = null;
        await foreach (var candidate in CandidatesAsync(job, digest, cancellation))
        {
            if (verdict.LacksPlaceholder && from?.Placeholder is null && candidate.Facts.Placeholder is not null)
                from = candidate.Facts;
            for (var i = 0; i < fresh.Length; i++)
            {
                if (fresh[i] is not null || await CopyAsync(job, i, candidate, fresh, cancellation) is not { } copy)
                    continue;
                from ??= candidate.Facts;
                copied.Add(copy);
                fresh[i] = copy.ToFile(state.PathOf(copy.Path), job.Renditions[i]);
            }

            if (!fresh.Contains(null) && (from?.Placeholder is not null || !verdict.LacksPlaceholder))
                break;
        }
        var after = from is null ? verdict : Verdict.Of(job, from.Placeholder is null ? verdict.Facts ?? from : from, fresh);
        return new(after, copied, from);
    }

    private async IAsyncEnumerable<Candidate> CandidatesAsync(Job job, Digest digest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_hasDonors)
        {
            foreach (var donor in _bySize.Value)
            {
                foreach (var record in donor.Of(job.Source.Length).Where(record => record.Facts.Sha256 == digest))
                    yield return OfFolder(donor.State, record);
            }
        }

        if (cache is not null && await cache.FindSourceAsync(digest, job.Placeholder, cancellation) is { } facts)
            yield return OfCache(cache, facts);
    }

    private static Candidate OfFolder(State donor, SourceRecord record) => new(
        record.Facts,
        (key, _) => ValueTask.FromResult(record.Renditions
            .Where(rendition => donor.Keys.Matches(rendition.Recipe, key))
            .Select(rendition => new KeptRendition(key, rendition.Facts, donor.PathOf(rendition.Path)))),
        Drop: null);

    private static Candidate OfCache(ContentCache cache, SourceFacts source) => new(
        source,
        async (key, cancellation) => await cache.FindRenditionAsync(source.Sha256, key, cancellation) is { } rendition ? [rendition] : [],
        cache.DropContent);

    /// <param name="job">The job.</param>
    /// <param name="index">Of the rendition.</param>
    /// <param name="candidate">To copy from.</param>
    /// <param name="fresh">What the job has already: two of its renditions may be one file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    private async ValueTask<RenditionRecord?> CopyAsync(
        Job job, int index, Candidate candidate, RenditionFile?[] fresh, CancellationToken cancellation)
    {
        var wanted = job.Renditions[index];
        var key = keys.For(wanted.Recipe, candidate.Facts);
        foreach (var made in await candidate.FindAsync(key, cancellation))
        {
            var copy = new RenditionRecord { Output = wanted.Output, Recipe = state.Keys.NumberOf(key), Facts = made.Facts };
            var path = state.PathOf(copy.Path);
            if (Array.Find(fresh, file => file?.Path == path) is { } there)
                return there.Facts == copy.Facts ? copy with { Modified = File.GetLastWriteTimeUtc(path).Ticks } : null;
            if (owners.OtherOf(wanted, copy.Path, job.Source) is not null)
                return null; // It is made, and then told, where the file is to be placed.
            switch (_copies.Make(made.Path, copy.Path, made.Facts, cancellation))
            {
                case CopyResult.Made:
                    return copy with { Modified = File.GetLastWriteTimeUtc(path).Ticks };
                case CopyResult.OtherBytes:
                    candidate.Drop?.Invoke(made.Facts);
                    break;
            }
        }
        return null;
    }

    /// <summary>A source of the same bytes, and its renditions.</summary>
    /// <param name="Facts">Of the source.</param>
    /// <param name="FindAsync">Finds the rendition of a key.</param>
    /// <param name="Drop">Forgets a rendition whose bytes have changed.</param>
    private sealed record Candidate(
        SourceFacts Facts,
        Func<string, CancellationToken, ValueTask<IEnumerable<KeptRendition>>> FindAsync,
        Action<RenditionFacts>? Drop);
}
