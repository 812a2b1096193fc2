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
    /// <summary>Those of a source of which nothing is known.</summary>
    public static readonly SourceFacts Unknown = new(default, Width: 0, Height: 0, Pages: 1, Bytes: 0, default);

    public bool Animated => IsAnimation(Format, Pages);

    /// <summary>Whether the pages of a file follow one another in time.</summary>
    public static bool IsAnimation(ImageFormat format, int pages) => pages > 1 && format is (ImageFormat.Gif or ImageFormat.WebP);
}

/// <summary>What is known of the content of a rendition.</summary>
/// <param name="Width">In px, of one frame.</param>
/// <param name="Height">In px, of one frame.</param>
/// <param name="Bytes">The size of the file; 0 where it is not made.</param>
/// <param name="Sha256">Of its bytes; that of none where it is not made.</param>
public sealed record RenditionFacts(int Width, int Height, long Bytes, Digest Sha256)
{
    /// <summary>Those of a rendition of which nothing is known.</summary>
    public static readonly RenditionFacts Unknown = Foreseen(width: 0, height: 0);

    public bool IsMade => Sha256 != default;

    /// <summary>Those of a rendition that would be made.</summary>
    public static RenditionFacts Foreseen(int width, int height) => new(width, height, Bytes: 0, default);
}
