using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Imaging.Library;
using Thumbs.Imaging.Reading;
using Thumbs.Imaging.Resizing;

namespace Thumbs.Imaging.Worker;

/// <summary>Makes the pixels of a rendition from decoded frames: everything but the encoding.</summary>
public sealed class Picture
{
    private static readonly string[] Ownership = ["exif-ifd0-Artist", "exif-ifd0-Copyright"];

    private readonly SourceHeader _source;
    private readonly Recipe _recipe;
    private readonly double _scale;
    private readonly Geometry _geometry;
    private readonly CropOrPad _cropOrPad;

    /// <param name="source">As declared.</param>
    /// <param name="recipe">How the picture is made.</param>
    /// <param name="scale">The scale that it was decoded at.</param>
    /// <param name="subject">Where its subject is, as the picture is stored; empty where that is not known or not asked for.</param>
    public Picture(SourceHeader source, Recipe recipe, double scale, IReadOnlyList<Area> subject)
    {
        _source = source;
        _recipe = recipe;
        _scale = scale;
        _geometry = GeometryOf(source, recipe);
        _cropOrPad = new CropOrPad(recipe, _geometry, recipe.Rotate ? [.. subject.Select(area => area.Upright(source.Orientation))] : subject);
    }

    /// <summary>The recipe with the size that comes out: where it is equal for two renditions of a source that is too small for them, they are the same.</summary>
    public static Recipe Settled(Recipe recipe, SourceHeader source)
    {
        var geometry = GeometryOf(source, recipe);
        return recipe with { Width = geometry.Width, Height = geometry.Height };
    }

    /// <summary>The part of the recipe that decides the pixels: renditions for which it is equal differ only in their encoding.</summary>
    public static Recipe PixelsOf(Recipe recipe) => recipe with
    {
        Format = recipe switch
        {
            // GIF has no profile, and only JPEG and TIFF have inks.
            { Format: ImageFormat.WebP or ImageFormat.Avif } => ImageFormat.Png,
            _ when recipe.Keep.HasFlag(Metadata.Icc) => recipe.Format,
            // The area around a picture may be transparent.
            { Fit: Fit.Contain } when !Background.HoldsAlpha(recipe) => recipe.Format,
            // It is of several sizes.
            { Format: ImageFormat.Ico } => recipe.Format,
            _ => ImageFormat.Png,
        },
        Quality = 0,
        Effort = 0,
        Colours = null,
        Lossless = false,
        Progressive = false,
    };

    /// <summary>Whether the picture that is made has the very pixels and frames of the source.</summary>
    /// <param name="decoded">As for <see cref="Make"/>.</param>
    /// <param name="frames">Their number.</param>
    public bool IsUnchanged(Image decoded, int frames) =>
        _scale == 1
        && frames == _source.Pages
        && _source.Orientation == 1
        && (decoded.Width, decoded.PageHeight) == (_geometry.Width, _geometry.Height)
        && (decoded.Width, decoded.PageHeight) == (_geometry.ResizedWidth, _geometry.ResizedHeight)
        && !_recipe.Sharpen
        && !_recipe.IsOpaque
        && decoded is { Format: Enums.BandFormat.Uchar, Interpretation: Enums.Interpretation.Srgb or Enums.Interpretation.Bw }
        && !Colours.HasForeignProfile(decoded);

    /// <summary>The picture, in memory; the frames of an animation one below the other, as in libvips.</summary>
    /// <param name="decoded">The frames, one below the other, at the decode scale.</param>
    /// <param name="frames">Their number.</param>
    public Image Make(Image decoded, int frames)
    {
        if (frames == 1)
            return Frame(decoded);

        var height = decoded.Height / frames;
        var made = new List<Image>(frames);
        try
        {
            for (var frame = 0; frame < frames; frame++)
            {
                using var one = decoded.ExtractArea(0, frame * height, decoded.Width, height);
                made.Add(Frame(one));
            }

            return Image.Arrayjoin([.. made], across: 1).Then(joined => Animated(joined, decoded));
        }
        finally
        {
            made.ForEach(frame => frame.Dispose());
        }
    }

    private static Geometry GeometryOf(SourceHeader source, Recipe recipe) => recipe.Rotate
        ? Geometry.Of(source.Width, source.Height, recipe)
        : Geometry.Of(source.StoredWidth, source.StoredHeight, recipe);

    private Image Frame(Image decoded)
    {
        var turned = _recipe.Rotate && _source.Turned;
        var (width, height) = turned
            ? (_geometry.ResizedHeight, _geometry.ResizedWidth)
            : (_geometry.ResizedWidth, _geometry.ResizedHeight);
        var keepsColours = KeepsColours(decoded);
        var convertsFirst = !keepsColours && !Colours.CanWait(decoded);
        var convertsLast = !keepsColours && !convertsFirst && Colours.HasForeignProfile(decoded);
        var sourceBytes = (double)decoded.Width * decoded.Height * _source.BytesPerPixel;

        var extent = Extent.Of(decoded, _source, _scale);
        var isPlain = !convertsFirst && !convertsLast && _recipe.Keep == Metadata.None;
        var resized = isPlain && _recipe.Kernel == Kernel.Lanczos3 && Reduction.Suits(decoded, width, height)
            ? Reduction.Reduce(decoded, extent, width, height)
            : Resized(decoded, extent, width, height, convertsFirst)
                .Then(image => convertsLast || _recipe.Keep != Metadata.None
                    ? PixelMemory.WithMetadata(image, width, height)
                    : PixelMemory.WithoutMetadata(image, width, height, sourceBytes));
        return resized
            .Then(image => convertsLast ? Colours.ToSrgb(image) : Colours.ToEightBits(image))
            .Then(image => _recipe.Rotate ? Orientation.Upright(image, _source.Orientation) : image)
            .Then(_cropOrPad.Apply)
            .Then(image => _recipe.Sharpen ? image.Sharpen(sigma: 0.5) : image)
            .Then(WithOwnMetadata);
    }

    private Image Resized(Image decoded, Extent extent, int width, int height, bool convertsFirst) => convertsFirst
        ? Colours.ToSrgb(decoded).Then(image => Resampling.Resize(image, extent, width, height, _recipe.Kernel))
        : Resampling.Resize(decoded, extent, width, height, _recipe.Kernel);

    /// <summary>Whether the pixels stay in the source's own colours, with its profile.</summary>
    private bool KeepsColours(Image image) =>
        _recipe.Keep.HasFlag(Metadata.Icc) && Colours.HasProfile(image) && (image.Interpretation switch
        {
            Enums.Interpretation.Cmyk => _recipe.Format is ImageFormat.Jpeg or ImageFormat.Tiff,
            _ => _recipe.Format != ImageFormat.Gif && Colours.CanWait(image),
        });

    /// <summary>
    /// The metadata must match the pixels: no orientation where it was applied, in a field that TIFF holds whatever is kept, and no
    /// embedded thumbnail of the picture before it was cut and turned.
    /// </summary>
    private Image WithOwnMetadata(Image image)
    {
        const string thumbnail = "jpeg-thumbnail-data";
        var orientation = _recipe.Rotate ? 1 : _source.Orientation;
        var (changes, hasThumbnail) = (orientation != 1 || image.Contains("orientation"), image.Contains(thumbnail));
        var removesExif = !_recipe.Keep.HasFlag(Metadata.Exif) && (!_recipe.Rotate || _recipe.Keep.HasFlag(Metadata.Copyright));
        return !changes && !hasThumbnail && !removesExif ? image : image.Mutate(mutable =>
        {
            if (changes)
                mutable.Set(GValue.GIntType, "orientation", orientation);
            if (hasThumbnail)
                mutable.Remove(thumbnail);
            if (removesExif)
                RemoveExif(mutable, image.GetFields(), _recipe.Keep.HasFlag(Metadata.Copyright) ? Ownership : []);
        });
    }

    /// <summary>The orientation and the copyright are written as EXIF, which then has nothing else of the source.</summary>
    private static void RemoveExif(MutableImage image, string[] fields, string[] kept)
    {
        foreach (var field in fields.Where(field => field.StartsWith("exif-", StringComparison.Ordinal) && !kept.Contains(field, StringComparer.Ordinal)))
            image.Remove(field);
    }

    private static Image Animated(Image joined, Image decoded) => joined.Mutate(mutable =>
    {
        mutable.Set(GValue.GIntType, "page-height", joined.Height / (decoded.Height / decoded.PageHeight));
        if (decoded.Contains("delay"))
            mutable.Set(GValue.ArrayIntType, "delay", decoded.Get("delay"));
        if (decoded.Contains("loop"))
            mutable.Set(GValue.GIntType, "loop", decoded.Get("loop"));
    });
}
