using Thumbs.Images;

namespace Thumbs.Imaging.Reading;

/// <summary>Which frames or pages of a source are decoded.</summary>
/// <param name="First">From 0.</param>
/// <param name="Count">At least 1.</param>
public sealed record PageRange(int First, int Count)
{
    /// <summary>The frames that a rendition shows: all of an animation where its format can hold one, else a single one.</summary>
    public static PageRange Of(Recipe recipe, SourceHeader source) => recipe switch
    {
        { Page: { } page } => new(page, 1),
        { Animate: true, Format: ImageFormat.Gif or ImageFormat.WebP } when source.Animated => new(0, source.Pages),
        _ => new(0, 1),
    };
}
