using System.Text.Json;

using Thumbs.Diagnostics;

namespace Thumbs.Engine;

/// <summary>The result of a merge.</summary>
public sealed record MergedManifest(int Shards, int Sources, int Renditions);

/// <summary>Joins the manifests of all shards of a plan to the manifest that one run of the whole plan writes, or reports why they do not belong together.</summary>
public static class ShardManifests
{
    /// <summary>The missing shards that are listed; the others are only counted.</summary>
    private const int MostNamed = 10;

    /// <param name="paths">Of the shards' manifests; absolute, not empty.</param>
    /// <param name="result">The file for the joined manifest; absolute.</param>
    /// <param name="cancellation">Ends the merging.</param>
    /// <exception cref="ThumbsException">They do not belong together, or one cannot be read or written. Nothing was written.</exception>
    public static async Task<MergedManifest> MergeAsync(IReadOnlyList<string> paths, string result, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(result)!;
        var parts = new List<Part>(paths.Count);
        foreach (var path in paths)
            parts.Add(await ReadAsync(path, folder, cancellation));
        var shards = EachOnce(parts);
        CheckNoneIsMissing(shards);
        CheckFiles(shards);
        var sources = shards.Values.SelectMany(part => part.Sources).ToList();
        await ManifestFile.WriteAsync(result, sources, [.. shards.Values.SelectMany(part => part.Failed)], shard: null, cancellation);
        return new(shards.Count, sources.Count, sources.Sum(source => source.Renditions.Count));
    }

    private static async Task<Part> ReadAsync(string path, string folder, CancellationToken cancellation)
    {
        try
        {
            var manifest = await ManifestFile.ReadAsync(path, cancellation);
            if (manifest.Shard is not { } shard)
                throw Unfit(path, "It is not the manifest of a shard");
            return shard.Index >= 1 && shard.Index <= shard.Count
                ? Rebased(new(path, shard, manifest.Sources, manifest.Failed ?? []), Path.GetDirectoryName(path)!, folder)
                : throw Unfit(path, $"There is no shard {shard.Index} of {shard.Count}");
        }
        catch (JsonException exception)
        {
            throw Unfit(path, $"It is not a manifest: {JsonFault.TextOf(exception)}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ThumbsException(Diagnostic.NoSuchInput.At(path, exception.Message), exception);
        }
    }

    /// <summary>The paths in a manifest are relative to its own folder.</summary>
    private static Part Rebased(Part part, string from, string to)
    {
        return from == to ? part : part with
        {
            Sources = [.. part.Sources.Select(source => source with
            {
                Source = Moved(source.Source),
                Renditions = [.. source.Renditions.Select(rendition => rendition with { Path = Moved(rendition.Path) })],
            })],
            Failed = [.. part.Failed.Select(failure => failure with { Source = Moved(failure.Source) })],
        };

        string Moved(string path) => ManifestFile.Relative(to, Path.GetFullPath(path, from));
    }

    /// <summary>The shards by their numbers. Duplicates, as after a second attempt, must be equal.</summary>
    private static SortedDictionary<int, Part> EachOnce(List<Part> parts)
    {
        var first = parts[0];
        var shards = new SortedDictionary<int, Part>();
        foreach (var part in parts)
        {
            if (part.Shard.Count != first.Shard.Count)
                throw Unfit(part.Path, $"It is of {part.Shard.Count} shards, {first.Path} is of {first.Shard.Count}");
            if (part.Shard.Plan != first.Shard.Plan)
                throw Unfit(part.Path, $"It is of another plan than {first.Path}: the images, the options, the versions of the tool or, for formats whose bytes depend on it, the platforms were not the same");
            if (!shards.TryAdd(part.Shard.Index, part) && !shards[part.Shard.Index].SaysTheSameAs(part))
                throw Unfit(part.Path, $"Shard {part.Shard.Index} is there twice, and {shards[part.Shard.Index].Path} says something else");
        }

        return shards;
    }

    private static void CheckNoneIsMissing(SortedDictionary<int, Part> shards)
    {
        var count = shards.Values.First().Shard.Count;
        var missing = Enumerable.Range(1, count).Where(index => !shards.ContainsKey(index)).ToList();
        if (missing.Count == 0)
            return;
        var named = string.Join(", ", missing.Take(MostNamed));
        var rest = missing.Count > MostNamed ? $" and {missing.Count - MostNamed} more" : "";
        throw Unfit(path: null, missing.Count == 1 ? $"Shard {named} of {count} is missing" : $"Shards {named}{rest} of {count} are missing");
    }

    private static void CheckFiles(SortedDictionary<int, Part> shards)
    {
        var sources = new Dictionary<string, Part>(StringComparer.Ordinal);
        var renditions = new Dictionary<string, (Part Part, string Sha256)>(StringComparer.Ordinal);
        foreach (var part in shards.Values)
        {
            foreach (var source in part.Sources)
            {
                if (!sources.TryAdd(source.Source, part))
                    throw Unfit(part.Path, $"It lists {source.Source}, and so does {sources[source.Source].Path}");
                foreach (var rendition in source.Renditions)
                {
                    // Two sources of the same bytes may share a file that is named after its content.
                    if (!renditions.TryAdd(rendition.Path, (part, rendition.Sha256)) && renditions[rendition.Path].Sha256 != rendition.Sha256)
                        throw Unfit(part.Path, $"It has other bytes for {rendition.Path} than {renditions[rendition.Path].Part.Path}");
                }
            }
        }
    }

    private static ThumbsException Unfit(string? path, string text) => new(Diagnostic.ShardsDoNotFit.At(path, text));

    private sealed record Part(string Path, ManifestShard Shard, IReadOnlyList<ManifestSource> Sources, IReadOnlyList<ManifestFailure> Failed)
    {
        public bool SaysTheSameAs(Part other) =>
            Failed.SequenceEqual(other.Failed) && Sources.Count == other.Sources.Count && Sources.Zip(other.Sources).All(pair =>
                pair.First with { Renditions = pair.Second.Renditions } == pair.Second
                && pair.First.Renditions.SequenceEqual(pair.Second.Renditions));
    }
}
