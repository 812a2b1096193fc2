using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

using Thumbs.Images;

namespace Thumbs.Freshness;

/// <summary>
/// The keys of renditions: two renditions of the same bytes with equal keys have the same bytes themselves. A key is readable
/// text, so that keys are compared without a hash and a state file tells how its renditions were made.
/// </summary>
public sealed class RenditionKeys(EngineVersions versions, EnginePlatform platform)
{
    /// <summary>Keyed by text: dictionaries with other keys are generic code over our types (see docs/architecture.md, "Code that runs at every start").</summary>
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Keys by the recipe itself, which all jobs share: most are found without a text being put together. A later one takes the place of an earlier one.</summary>
    private readonly RecentKey?[] _recent = new RecentKey?[64];

    /// <summary>The key of one rendition. A hundred thousand jobs share a few keys, so each is composed once.</summary>
    /// <param name="recipe">Of the rendition.</param>
    /// <param name="source">Its format and size count, and whether it has text, which decide how large it is decoded.</param>
    public string For(Recipe recipe, SourceFacts source)
    {
        var scale = DecodeScale.Of(source.Format, source.Width, source.Height, recipe);
        ref var recent = ref _recent[(RuntimeHelpers.GetHashCode(recipe) + (int)source.Format) % _recent.Length];
        if (recent is { } last && last.IsFor(recipe, source, scale))
            return last.Key;
        var key = Compose(recipe, source, scale);
        recent = new(recipe, source.Format, source.HasText, scale, key);
        return key;
    }

    private string Compose(Recipe recipe, SourceFacts source, double scale)
    {
        var parts = string.Create(CultureInfo.InvariantCulture, $"{recipe.Canonical} @ {scale:R}");
        var name = $"{(char)('0' + (int)source.Format)}{(source.HasText ? "t" : "")}{parts}";
        if (!_known.TryGetValue(name, out var key))
            _known[name] = key = $"{parts}; {versions.For(source.Format, recipe.Format, source.HasText)}{platform.InKey(source.Format, recipe)}";
        return key;
    }

    private sealed record RecentKey(Recipe Recipe, ImageFormat Format, bool HasText, double Scale, string Key)
    {
        public bool IsFor(Recipe recipe, SourceFacts source, double scale) =>
            ReferenceEquals(Recipe, recipe) && Format == source.Format && HasText == source.HasText && Scale.Equals(scale);
    }
}
