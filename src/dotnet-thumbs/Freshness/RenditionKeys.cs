using System.Collections.Concurrent;
using System.Globalization;

using Thumbs.Planning;

namespace Thumbs.Freshness;

/// <summary>
/// The keys of renditions: two renditions of the same bytes with equal keys have the same bytes themselves. A key is readable
/// text, so that no hash is needed to compare two and a state file tells what it was made with.
/// </summary>
internal sealed class RenditionKeys(EngineVersions versions)
{
    private readonly ConcurrentDictionary<(string Recipe, ImageFormat Source, double Scale), string> _known = new();

    /// <summary>The key of one rendition. A hundred thousand jobs share a few keys, so each is composed once.</summary>
    /// <param name="recipe">Of the rendition.</param>
    /// <param name="source">The format of the source.</param>
    /// <param name="scale">What the source is decoded at; see <see cref="DecodeScale"/>.</param>
    public string For(Recipe recipe, ImageFormat source, double scale) =>
        _known.GetOrAdd((recipe.Canonical, source, scale), Compose, recipe.Format);

    /// <summary>The scale that all the renditions of a job are made from together.</summary>
    public static double ScaleOf(Job job, ImageFormat source, int width, int height) =>
        DecodeScale.Of(source, width, height, job.Renditions.Select(rendition => rendition.Recipe));

    private string Compose((string Recipe, ImageFormat Source, double Scale) parts, ImageFormat format) =>
        string.Create(CultureInfo.InvariantCulture, $"{parts.Recipe} @ {parts.Scale:R}; {versions.For(parts.Source, format)}");
}
