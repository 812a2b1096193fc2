using Thumbs.Engine;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>
/// Makes renditions by copying those of a source with the same bytes: one that was renamed, moved or doubled, or the same one
/// under another name template.
/// </summary>
/// <param name="state">Of the folder that the copies go to.</param>
/// <param name="givers">Of the folders that copies may be made from: that one, and others.</param>
/// <param name="keys">Of the renditions that are wanted now.</param>
internal sealed class ContentCopies(State state, IReadOnlyList<State> givers, RenditionKeys keys)
{
    private readonly Lazy<ILookup<long, (State Giver, SourceRecord Record)>> _bySize = new(() => givers
        .SelectMany(giver => giver.Records.Select(record => (giver, record)))
        .ToLookup(known => known.record.Size));

    /// <summary>Copies what can be copied; what could not be is still <see langword="null"/> in the verdict that comes back.</summary>
    /// <returns>The verdict, and the records of what was copied.</returns>
    public async Task<(Verdict Verdict, IReadOnlyList<RenditionRecord> Copied, SourceRecord? From)> MakeAsync(
        Job job, Verdict verdict, CancellationToken cancellation)
    {
        if (verdict.IsFresh || !_bySize.Value.Contains(job.Source.Length))
            return (verdict, [], null);
        var digest = await Digest.OfFileAsync(job.Source.Path, cancellation);
        var standing = verdict.Standing.ToArray();
        var copied = new List<RenditionRecord>();
        SourceRecord? from = null;
        foreach (var (giver, candidate) in _bySize.Value[job.Source.Length].Where(known => known.Record.Sha256 == digest))
        {
            var scale = RenditionKeys.ScaleOf(job, candidate.Format, candidate.Width, candidate.Height);
            for (var i = 0; i < standing.Length; i++)
            {
                if (standing[i] is not null || await CopyAsync(job.Renditions[i], giver, candidate, scale, cancellation) is not { } copy)
                    continue;
                from = candidate;
                copied.Add(copy);
                standing[i] = copy.ToFile(state.PathOf(copy.Path), job.Renditions[i]);
            }
        }
        return (from is null ? verdict : new(from.ToFacts(), standing), copied, from);
    }

    private async Task<RenditionRecord?> CopyAsync(
        Rendition wanted, State giver, SourceRecord candidate, double scale, CancellationToken cancellation)
    {
        var key = keys.For(wanted.Recipe, candidate.Format, scale);
        foreach (var made in candidate.Renditions.Where(rendition => giver.Keys.Matches(rendition.Recipe, key)))
        {
            var copy = made with { Output = wanted.Output, Recipe = state.Keys.NumberOf(key) };
            if (await TryCopyAsync(giver.PathOf(made.Path), state.PathOf(copy.Path), made.Sha256, cancellation))
                return copy with { Modified = File.GetLastWriteTimeUtc(state.PathOf(copy.Path)).Ticks };
        }
        return null;
    }

    /// <summary>The copy is what is checked: the file may be replaced while it is read, since other jobs are at work.</summary>
    private static async Task<bool> TryCopyAsync(string from, string to, Digest sha256, CancellationToken cancellation)
    {
        var temporary = TemporaryFile.BesideOf(to);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, temporary);
            if (await Digest.OfFileAsync(temporary, cancellation) != sha256)
                return false;
            File.Move(temporary, to, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whatever hindered the copy, the rendition can still be made from its source.
            return false;
        }
        finally
        {
            // Asked first, since deleting where there is not even a folder is an error.
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }
}
