using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Imaging.Library;

namespace Thumbs.Imaging.Reading;

/// <summary>Opens the bytes of a source with the loader of its format, and no other.</summary>
/// <remarks>The bytes are not copied: they, and this decoder, have to outlive every image that it opens.</remarks>
public sealed class Decoder : IDisposable
{
    /// <summary>CSS px an inch (CSS Values 3, 6.2).</summary>
    private const double Dpi = 96;

    /// <summary>At which the loader of libvips draws a px as a px: at others it enlarges.</summary>
    private const double LoaderDpi = 72;

    /// <summary>The size of text where nothing says one, as in browsers; librsvg's own is 12 px.</summary>
    private const string DefaultText = ":root:not([font-size]){font-size:16px}";

    private readonly SourceFile _file;
    private readonly Enums.FailOn _failOn;
    private readonly PinnedSource _bytes;
    private readonly JpegHeader? _frame;
    private readonly CodedColours? _colours;
    private readonly AvifItems? _avif;
    private readonly bool _isLab;
    private PinnedSource? _thin;
    private byte[]? _thinBytes;
    private Unread? _unread;

    /// <param name="file">Read.</param>
    /// <param name="failOn">The faults at which decoding stops.</param>
    public Decoder(SourceFile file, Enums.FailOn failOn)
    {
        _file = file;
        _failOn = failOn;
        _avif = file.Format == ImageFormat.Avif ? AvifItems.Of(file.Image.Span) : null;
        _bytes = new(file.Format switch
        {
            ImageFormat.Avif => _avif?.File ?? file.Image,
            ImageFormat.WebP => WebPAlpha.Of(file.Image),
            ImageFormat.Tiff => TiffPatch.Of(file.Image, out _isLab),
            ImageFormat.Gif => GifTransparency.Of(file.Image),
            ImageFormat.Svg => SvgMarkup.ForLoader(file.Image),
            _ => file.Image,
        });
        _frame = file.Format == ImageFormat.Jpeg ? JpegHeader.Of(file.Image.Span) : null;
        _colours = CodedColours.Of(file.Format, file.Image.Span);
    }

    public void Dispose()
    {
        _unread?.Image.Dispose();
        _bytes.Dispose();
        _thin?.Dispose();
        PooledBytes.Return(_thinBytes);
    }

    /// <summary>
    /// Opens the source to read its header; of a file with several pages, at the first. For a small picture opening is a large
    /// part of the work, so the image is kept, opened at the scale at which it will most likely be decoded.
    /// </summary>
    /// <param name="recipes">Of every rendition.</param>
    /// <param name="source">What the header declares.</param>
    /// <returns>Not to be read, and valid until <see cref="Open"/> is called.</returns>
    /// <exception cref="VipsException">The bytes are not what the format's loader expects.</exception>
    public Image OpenHeader(IReadOnlyList<Recipe> recipes, out SourceHeader source)
    {
        var frames = new PageRange(0, 1);
        if (_frame is { } frame)
        {
            // The orientation is not known yet. Nearly always both orientations have the same scale.
            var scale = DecodeScale.Of(_file.Format, frame.Width, frame.Height, recipes);
            var shrunk = Keep(frames, scale);
            if (shrunk.Width == Shrunk(frame.Width, scale) && shrunk.Height == Shrunk(frame.Height, scale))
            {
                source = SourceHeader.Of(_file.Format, shrunk) with { StoredWidth = frame.Width, StoredHeight = frame.Height };
                return shrunk;
            }
        }

        var image = Keep(frames, scale: 1);
        source = SourceHeader.Of(_file.Format, image);
        return image;
    }

    /// <summary>Opens frames of the source, one below the other, to be read from top to bottom once.</summary>
    /// <param name="frames">Those wanted.</param>
    /// <param name="scale">See <see cref="DecodeScale"/>.</param>
    /// <exception cref="VipsException">The bytes are not what the format's loader expects.</exception>
    public Image Open(PageRange frames, double scale)
    {
        if (_unread is not { } unread || unread.Frames != frames || unread.Scale != scale)
            return Load(frames, scale);
        _unread = null;
        return unread.Image;
    }

    /// <summary>Opens a page of a TIFF, or a directory below it.</summary>
    /// <param name="page">From 0.</param>
    /// <param name="directory">From 0; -1 for the page itself.</param>
    /// <param name="failOn">The faults at which decoding stops; by default those of this decoder.</param>
    public Image OpenTiff(int page, int directory, Enums.FailOn? failOn = null) => TiffAsStored(page, directory, failOn)
        .Then(image => _isLab && page == 0 ? TiffSamples.OfLab(image)
            : TiffSamples.Suit(image) ? image
            : TiffSamples.Normalize(image, () => TiffAsStored(page, directory, failOn)));

    private Image TiffAsStored(int page, int directory, Enums.FailOn? failOn) =>
        Image.TiffloadSource(_bytes.Source, page: page, subifd: directory, access: Enums.Access.Sequential, failOn: failOn ?? _failOn);

    private Image Keep(PageRange frames, double scale)
    {
        _unread?.Image.Dispose();
        _unread = null;
        var image = Load(frames, scale);
        _unread = new(frames, scale, image);
        return image;
    }

    private Image Load(PageRange frames, double scale)
    {
        var image = LoadAsStored(frames, scale);
        if (_avif is not null && frames.First == 0)
            image = image.Then(_avif.Apply);
        return _colours is null ? image : image.Then(stored => WithProfile(stored, _colours));
    }

    /// <summary>A grey picture becomes one of three channels: the conversion of a grey profile is too coarse in the shadows.</summary>
    private static Image WithProfile(Image image, CodedColours colours)
    {
        if (Colours.HasProfile(image) ? !colours.BeforeProfile : colours.Space is null)
            return image;
        if (colours.Space is not { } space)
            return image.Mutate(mutable => mutable.Remove(Colours.Profile));
        using var channels = image.Bands >= 3 ? image.Copy()
            : image.Colourspace(image.Interpretation == Enums.Interpretation.Grey16 ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Srgb);
        return channels.Mutate(mutable => mutable.Set(GValue.BlobType, Colours.Profile, RgbProfile.Of(space)));
    }

    private Image LoadAsStored(PageRange frames, double scale)
    {
        const Enums.Access access = Enums.Access.Sequential;
        return _file.Format switch
        {
            ImageFormat.Jpeg => Image.JpegloadSource(JpegBytes(scale).Source, shrink: (int)Math.Round(1 / scale), access: access, failOn: _failOn),
            ImageFormat.Png => Image.PngloadSource(_bytes.Source, access: access, failOn: _failOn),
            ImageFormat.WebP => Image.WebploadSource(_bytes.Source, page: frames.First, n: frames.Count, scale: scale, access: access, failOn: _failOn),
            ImageFormat.Avif or ImageFormat.Heic => Image.HeifloadSource(_bytes.Source, page: frames.First, access: access, failOn: _failOn),
            ImageFormat.Gif => Image.GifloadSource(_bytes.Source, page: frames.First, n: frames.Count, access: access, failOn: _failOn),
            ImageFormat.Tiff when frames.First == 0 => OpenTiff(page: 0, directory: -1).Then(image => TiffExif.Read(image, _file.Image.Span)),
            ImageFormat.Tiff => OpenTiff(frames.First, directory: -1),
            ImageFormat.Svg => Image.SvgloadSource(_bytes.Source, dpi: Dpi, scale: scale * LoaderDpi / Dpi, stylesheet: Libvips.IsAtLeast(8, 15) ? DefaultText : null, access: access, failOn: _failOn),
            ImageFormat.JpegXl => Image.JxlloadSource(_bytes.Source, access: access, failOn: _failOn).Then(WithoutOrientation),
            ImageFormat.Jpeg2000 => Image.Jp2kloadSource(_bytes.Source, access: access, failOn: _failOn),
            ImageFormat.Pdf => Image.PdfloadSource(_bytes.Source, page: frames.First, scale: scale, access: access, failOn: _failOn),
            ImageFormat.Raw => Image.DcrawloadSource(_bytes.Source, access: access, failOn: _failOn),
            ImageFormat.Bmp or ImageFormat.Psd => Image.MagickloadBuffer(_file.Image.ToArray(), access: access, failOn: _failOn),
            _ => throw new ArgumentOutOfRangeException(nameof(scale), _file.Format, message: null),
        };
    }

    /// <summary>The codestream's orientation holds, which the decoder has applied, and not that of the EXIF (ISO/IEC 18181-2).</summary>
    private static Image WithoutOrientation(Image image) =>
        image.Contains("orientation") ? image.Mutate(mutable => mutable.Remove("orientation")) : image;

    /// <summary>The bytes that a decode of a JPEG at a scale reads, or the whole file where that is no less.</summary>
    private PinnedSource JpegBytes(double scale)
    {
        if (_frame is not { IsProgressive: true } || scale != 1.0 / 8 || _file.Image.Length > Array.MaxLength - JpegScans.Room)
            return _bytes;
        if (_thinBytes is null)
        {
            _thinBytes = PooledBytes.Rent(_file.Image.Length + JpegScans.Room);
            if (JpegScans.LeaveOut(_file.Image.Span, _thinBytes) is > 0 and var length)
                _thin = new(_thinBytes.AsMemory(0, length));
        }

        return _thin ?? _bytes;
    }

    /// <summary>libjpeg rounds up (jpeg_calc_output_dimensions): each started block counts as a pixel.</summary>
    private static int Shrunk(int length, double scale) => (int)Math.Ceiling(length * scale);

    /// <summary>An image that was opened for its header and may still be decoded.</summary>
    private sealed record Unread(PageRange Frames, double Scale, Image Image);
}
