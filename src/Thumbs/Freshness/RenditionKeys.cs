using System.Collections.Concurrent;
using System.Globalization;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>
/// The keys of renditions: two renditions of the same bytes with equal keys have the same bytes themselves. A key is readable
/// text, so that keys are compared without a hash and a state file tells how its renditions were made.
/// </summary>
public sealed class RenditionKeys(EngineVersions versions, EnginePlatform platform)
{
    /// <summary>Keyed by text: dictionaries with other keys are generic code over our types (see docs/architecture.md, "Code that runs at every start").</summary>
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The key of one rendition. A hundred thousand jobs share a few keys, so each is composed once.</summary>
    /// <param name="recipe">Of the rendition.</param>
    /// <param name="source">The format of the source.</param>
    /// <param name="scale">The scale that the source is decoded at; see <see cref="DecodeScale"/>.</param>
    /// <param name="hasText">Whether it is a drawing with text in it.</param>
    public string For(Recipe recipe, ImageFormat source, double scale, bool hasText = false)
    {
        var parts = string.Create(CultureInfo.InvariantCulture, $"{recipe.Canonical} @ {scale:R}");
        var name = $"{(char)('0' + (int)source)}{(hasText ? "t" : "")}{parts}";
        if (!_known.TryGetValue(name, out var key))
            _known[name] = key = $"{parts}; {versions.For(source, recipe.Format, hasText)}{platform.InKey(source, recipe)}";
        return key;
    }

    /// <summary>The decode scale of all the renditions of a job.</summary>
    public static double ScaleOf(Job job, SourceFacts source) =>
        DecodeScale.Of(source.Format, source.Width, source.Height, job.Renditions.Select(rendition => rendition.Recipe));
}
