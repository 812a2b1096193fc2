using Thumbs.Freshness;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>The lists that a run writes at its end, where they are asked for: the manifest and the gallery, of a shard its part of each.</summary>
/// <param name="request">What is wanted.</param>
/// <param name="versions">The versions that decide the bytes of renditions.</param>
public sealed class RunLists(Request request, EngineVersions versions)
{
    private readonly List<Outcome>? _outcomes = request.ManifestFile is null && request.GalleryFile is null ? null : [];

    /// <summary>Makes sure that the lists can be written.</summary>
    /// <exception cref="Diagnostics.ThumbsException">Where one is to be is something else, or one of the plan's own files.</exception>
    public void Check(Plan plan)
    {
        if (request.ManifestFile is { } manifest)
            ListPlace.Manifest.Check(PartOf(manifest), request, plan);
        if (request.GalleryFile is { } gallery)
            ListPlace.Gallery.Check(PartOf(gallery), request, plan);
    }

    public void Add(Outcome outcome) => _outcomes?.Add(outcome);

    /// <summary>Writes the lists of all outcomes that were added.</summary>
    public async Task WriteAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (_outcomes is null)
            return;
        if (request.ManifestFile is { } manifest)
        {
            var part = request.Shard is { } shard
                ? new ManifestShard(shard.Index, shard.Count, PlanDigest.Of(plan.Jobs, versions.All + EnginePlatform.Here().InPlan(plan.Jobs)))
                : null;
            await ManifestFile.WriteAsync(PartOf(manifest), _outcomes, cancellationToken, part);
        }

        if (request.GalleryFile is { } gallery)
            await GalleryFile.WriteAsync(PartOf(gallery), _outcomes, cancellationToken);
    }

    private string PartOf(string path) => request.Shard?.PartOf(path) ?? path;
}
