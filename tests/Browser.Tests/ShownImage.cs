using System.Text.Json;
using System.Text.Json.Serialization;

using Microsoft.Playwright;

namespace Thumbs.Browser.Tests;

/// <summary>An <c>img</c> on a page, as the browser shows it.</summary>
/// <param name="Source">The candidate that the browser chose, as a path below the site.</param>
/// <param name="NaturalWidth">In px; 0 where there is no picture.</param>
/// <param name="NaturalHeight">In px; 0 where there is no picture.</param>
/// <param name="ShownWidth">Of its box on the page, in px.</param>
/// <param name="ShownHeight">Of its box on the page, in px.</param>
/// <param name="IsContained">Whether the picture keeps its own aspect within the box.</param>
/// <param name="IsInGallery">Whether it is one of the large ones.</param>
internal sealed record ShownImage(
    string Source, int NaturalWidth, int NaturalHeight, int ShownWidth, int ShownHeight, bool IsContained, bool IsInGallery)
{
    private const string Describe = """
        Array.from(document.images, image => ({
            source: new URL(image.currentSrc).pathname.substring(1),
            naturalWidth: image.naturalWidth,
            naturalHeight: image.naturalHeight,
            shownWidth: image.clientWidth,
            shownHeight: image.clientHeight,
            isContained: getComputedStyle(image).objectFit === 'contain',
            isInGallery: image.closest('.gallery') !== null,
        }))
        """;

    public double NaturalAspect => (double)NaturalWidth / NaturalHeight;

    public double ShownAspect => (double)ShownWidth / ShownHeight;

    public static async Task<IReadOnlyList<ShownImage>> AllOnAsync(IPage page)
    {
        var images = await page.EvaluateAsync<JsonElement>(Describe);
        return images.Deserialize(ShownImageJson.Default.IReadOnlyListShownImage)!;
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<ShownImage>))]
internal sealed partial class ShownImageJson : JsonSerializerContext;
