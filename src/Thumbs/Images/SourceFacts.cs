namespace Thumbs.Images;

/// <summary>What is known of the content of a source.</summary>
/// <param name="Format">By its bytes.</param>
/// <param name="Width">In px, upright.</param>
/// <param name="Height">In px, upright.</param>
/// <param name="Pages">Frames or pages; at least 1.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="HasText">Whether it is a drawing with text in it, which looks as the fonts do.</param>
/// <param name="Alpha">Whether it has an alpha channel, opaque or not; a drawing always has.</param>
/// <param name="Placeholder">What stands for it; <see langword="null"/> where nobody has asked for it.</param>
public sealed record SourceFacts(
    ImageFormat Format, int Width, int Height, int Pages, long Bytes, Digest Sha256, bool HasText = false, bool Alpha = false, Placeholder? Placeholder = null)
{
    public bool Animated => IsAnimation(Format, Pages);

    /// <summary>Whether the pages of a file follow one another in time.</summary>
    public static bool IsAnimation(ImageFormat format, int pages) => pages > 1 && format is (ImageFormat.Gif or ImageFormat.WebP);
}

/// <summary>What is known of the content of a rendition.</summary>
/// <param name="Width">In px, of one frame; 0 in a dry run.</param>
/// <param name="Height">In px, of one frame; 0 in a dry run.</param>
/// <param name="Bytes">The size of the file; 0 in a dry run.</param>
/// <param name="Sha256">Of its bytes.</param>
public sealed record RenditionFacts(int Width, int Height, long Bytes, Digest Sha256)
{
    /// <summary>Those of a rendition that is not made.</summary>
    public static readonly RenditionFacts Unknown = new(Width: 0, Height: 0, Bytes: 0, default);
}
