using System.Text;
using System.Text.Json.Serialization;

namespace Thumbs.Images;

/// <summary>How a picture fits its box; the words of CSS's object-fit and of sharp.</summary>
public enum Fit
{
    /// <summary>As large as fits in the box, aspect ratio kept.</summary>
    Inside,

    /// <summary>Fills the box, aspect ratio kept, the rest cut away.</summary>
    Cover,

    /// <summary>Inside the box, and the box filled up with the background.</summary>
    Contain,

    /// <summary>Exactly the box, aspect ratio given up.</summary>
    Fill,

    /// <summary>As small as covers the box, aspect ratio kept, nothing cut.</summary>
    Outside,
}

/// <summary>Which part of the picture is kept (<see cref="Fit.Cover"/>) or where it is placed (<see cref="Fit.Contain"/>).</summary>
public enum Position
{
    Centre,
    Top,
    TopRight,
    Right,
    BottomRight,
    Bottom,
    BottomLeft,
    Left,
    TopLeft,

    /// <summary>The part with the most detail; for <see cref="Fit.Cover"/> only.</summary>
    Entropy,

    /// <summary>The part with the most salient pixels: skin, saturation, edges; for <see cref="Fit.Cover"/> only.</summary>
    Attention,

    /// <summary>The part that the file's metadata names, else <see cref="Attention"/>; for <see cref="Fit.Cover"/> only.</summary>
    Subject,

    /// <summary>At <see cref="Recipe.FocalPoint"/>.</summary>
    Point,
}

/// <summary>The icon of a site that a rendition is.</summary>
public enum IconUse
{
    /// <summary>None.</summary>
    None,

    /// <summary>Transparent where the source is, and around it.</summary>
    Plain,

    /// <summary>The background is behind all of it.</summary>
    Opaque,

    /// <summary>Also, the whole picture is within the circle that no mask of a system cuts into, of <see cref="Geometry.SafeZone"/>.</summary>
    Maskable,
}

/// <summary>The filter that a picture is reduced with.</summary>
public enum Kernel
{
    Lanczos3,
    Lanczos2,
    Mitchell,
    Cubic,
    Linear,
    Nearest,
}

/// <summary>Metadata that is carried over from the source instead of being stripped.</summary>
[Flags]
public enum Metadata
{
    None = 0,

    /// <summary>The colour profile: pixels stay in the source's colour space.</summary>
    Icc = 1,

    /// <summary>EXIF, with the orientation tag reset when the rotation was applied.</summary>
    Exif = 2,

    Xmp = 4,

    Iptc = 8,

    All = Icc | Exif | Xmp | Iptc,

    /// <summary>Of EXIF, the fields Artist and Copyright alone.</summary>
    Copyright = 16,
}

/// <summary>
/// Everything that decides what one rendition looks like, settled and valid. Two renditions of one source with equal
/// recipes have the same bytes.
/// </summary>
public sealed record Recipe
{
    /// <summary>The highest of <see cref="Effort"/>.</summary>
    public const int MostEffort = 9;

    /// <summary>The effort from which a JPEG is written with trellis quantization and scans of its own.</summary>
    public const int TrellisEffort = 7;

    /// <summary>The box's width in px, 1 to 65,535; <see langword="null"/> where only the height is given.</summary>
    public int? Width { get; init; }

    /// <summary>The box's height in px, 1 to 65,535; <see langword="null"/> where only the width is given.</summary>
    public int? Height { get; init; }

    public Fit Fit { get; init; }

    public Position Position { get; init; }

    /// <summary>Only where the position is <see cref="Position.Point"/>.</summary>
    public FocalPoint? FocalPoint { get; init; }

    /// <summary>Whether a source smaller than the box is enlarged.</summary>
    public bool Enlarge { get; init; }

    public Kernel Kernel { get; init; }

    /// <summary>Whether the picture is sharpened mildly after it was reduced.</summary>
    public bool Sharpen { get; init; }

    /// <summary>The format written; <see cref="ImageFormat.Svg"/> for the source's own bytes, of an icon.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>1 to 100, on the encoder's own scale; without meaning for PNG and GIF, and where <see cref="Lossless"/>.</summary>
    public int Quality { get; init; }

    /// <summary>0 (fastest) to 9 (smallest file), mapped onto the encoder's own scale; without meaning for TIFF.</summary>
    public int Effort { get; init; }

    /// <summary>The colours of a PNG's palette, 2, 4, 16 or 256; <see langword="null"/> for all of the picture's.</summary>
    public int? Colours { get; init; }

    /// <summary>For WebP, AVIF and TIFF; PNG and GIF always are, JPEG never.</summary>
    public bool Lossless { get; init; }

    /// <summary>A progressive JPEG or an interlaced PNG or GIF.</summary>
    public bool Progressive { get; init; }

    /// <summary>
    /// <c>#rrggbbaa</c>, lower case, for contain and for flattening; <see langword="null"/> for the default: transparent
    /// where the format can, else white.
    /// </summary>
    public string? Background { get; init; }

    public Metadata Keep { get; init; }

    /// <summary>Whether the orientation that the file declares is applied to the pixels.</summary>
    public bool Rotate { get; init; } = true;

    /// <summary>Whether an animation stays one where the format written can hold it.</summary>
    public bool Animate { get; init; } = true;

    /// <summary>The page or frame to take, from 0; <see langword="null"/> for the default: all of an animation, else the first.</summary>
    public int? Page { get; init; }

    /// <summary>The fit of an icon is <see cref="Fit.Contain"/>.</summary>
    public IconUse Icon { get; init; }

    /// <summary>Whether the background is behind all of the picture, whatever the format can hold.</summary>
    [JsonIgnore]
    public bool IsOpaque => Icon is IconUse.Opaque or IconUse.Maskable;

    /// <summary>
    /// The recipe in one canonical line, without what has no effect for this fit or format, so that changing that remakes
    /// nothing. Part of the freshness key and stored in state files: change it only together with
    /// <c>EngineVersions.Pipeline</c>.
    /// </summary>
    [JsonIgnore]
    public string Canonical => Describe();

    private string Describe()
    {
        var text = new StringBuilder();
        text.Append(Width).Append('x').Append(Height).Append(' ').Append(Fit);
        if (Fit is Fit.Cover or Fit.Contain && Width is not null && Height is not null)
        {
            text.Append(' ').Append(Position);
            if (FocalPoint is not null)
                text.Append(' ').Append(FocalPoint);
        }

        if (Enlarge)
            text.Append(" enlarge");
        text.Append(' ').Append(Kernel);
        if (Sharpen)
            text.Append(" sharpen");
        text.Append(' ').Append(Format);
        if (Lossless && Format is (ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Tiff))
            text.Append(" lossless");
        else if (Format is ImageFormat.Jpeg or ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Tiff)
            text.Append(" q").Append(Quality);
        if (Format is ImageFormat.Png or ImageFormat.WebP or ImageFormat.Avif or ImageFormat.Gif)
            text.Append(" e").Append(Effort);
        if (Effort >= TrellisEffort && Format == ImageFormat.Jpeg)
            text.Append(" trellis");
        if (Colours is not null && Format == ImageFormat.Png)
            text.Append(" colours").Append(Colours);
        if (Progressive && Format is (ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Gif))
            text.Append(" progressive");
        if (Background is not null)
            text.Append(' ').Append(Background);
        if (Keep != Metadata.None)
            text.Append(" keep").Append((int)Keep);
        if (!Rotate)
            text.Append(" unrotated");
        if (!Animate)
            text.Append(" still");
        if (Page is not null)
            text.Append(" page").Append(Page);
        if (Icon != IconUse.None)
            text.Append(" icon").Append((int)Icon);
        return text.ToString();
    }
}
