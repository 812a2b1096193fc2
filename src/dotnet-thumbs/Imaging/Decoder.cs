using NetVips;

using Thumbs.Planning;

using VipsSource = NetVips.Source;

namespace Thumbs.Imaging;

/// <summary>Opens the bytes of a source with the loader of its format, and with no other.</summary>
/// <remarks>The bytes are not copied: they have to outlive every image that comes from here, and so does this.</remarks>
internal sealed class Decoder : IDisposable
{
    private readonly ImageFormat _format;
    private readonly VipsSource _bytes;

    public Decoder(SourceFile file)
    {
        _format = file.Format;
        _bytes = VipsSource.NewFromMemory(file.Image);
    }

    public void Dispose() => _bytes.Dispose();

    /// <summary>Opens the source at its full size, to look at its header; of a file with several pages, at the first.</summary>
    public Image OpenHeader(Enums.FailOn failOn) => Open(new Frames(0, 1), scale: 1, failOn);

    /// <summary>Opens frames of the source, one below the other, to be read from top to bottom once.</summary>
    /// <param name="frames">Those wanted.</param>
    /// <param name="scale">See <see cref="DecodeScale"/>.</param>
    /// <param name="failOn">The faults at which decoding stops.</param>
    /// <exception cref="VipsException">The bytes are not what the format's loader expects.</exception>
    public Image Open(Frames frames, double scale, Enums.FailOn failOn)
    {
        const Enums.Access access = Enums.Access.Sequential;
        return _format switch
        {
            ImageFormat.Jpeg => Image.JpegloadSource(_bytes, shrink: (int)Math.Round(1 / scale), access: access, failOn: failOn),
            ImageFormat.Png => Image.PngloadSource(_bytes, access: access, failOn: failOn),
            ImageFormat.WebP => Image.WebploadSource(_bytes, page: frames.First, n: frames.Count, scale: scale, access: access, failOn: failOn),
            ImageFormat.Avif => Image.HeifloadSource(_bytes, page: frames.First, access: access, failOn: failOn),
            ImageFormat.Gif => Image.GifloadSource(_bytes, page: frames.First, n: frames.Count, access: access, failOn: failOn),
            ImageFormat.Tiff => OpenTiff(frames.First, directory: -1, failOn),
            ImageFormat.Svg => Image.SvgloadSource(_bytes, scale: scale, access: access, failOn: failOn),
            _ => throw new ArgumentOutOfRangeException(nameof(scale), _format, message: null),
        };
    }

    /// <summary>Opens a page of a TIFF, or a directory below it.</summary>
    /// <param name="page">From 0.</param>
    /// <param name="directory">From 0; -1 for the page itself.</param>
    /// <param name="failOn">The faults at which decoding stops.</param>
    public Image OpenTiff(int page, int directory, Enums.FailOn failOn) =>
        Image.TiffloadSource(_bytes, page: page, subifd: directory, access: Enums.Access.Sequential, failOn: failOn);
}
