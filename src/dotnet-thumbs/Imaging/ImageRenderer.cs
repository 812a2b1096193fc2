using System.Security.Cryptography;

using NetVips;

using Thumbs.Diagnostics;
using Thumbs.Planning;

using static NetVips.Enums;

namespace Thumbs.Imaging;

/// <summary>Does one job: reads the source, decodes it once, makes and writes its renditions.</summary>
/// <remarks>
/// The bytes of a rendition follow from the source's bytes, its recipe and the decode scale alone: which other renditions
/// are made in the same go, and with how many threads, changes nothing.
/// </remarks>
internal sealed class ImageRenderer
{
    private readonly ImageJob _job;
    private readonly List<MadeRendition> _made = [];
    private readonly List<ImageProblem> _problems = [];
    private SourceFacts? _facts;

    private ImageRenderer(ImageJob job) => _job = job;

    /// <summary>Does a job. Whatever is wrong with the image or the disk is told in the result.</summary>
    public static ImageResult Render(ImageJob job)
    {
        var renderer = new ImageRenderer(job);
        try
        {
            renderer.Render();
        }
        catch (ThumbsException fault)
        {
            renderer._problems.Add(new ImageProblem(fault.Problem.Code, fault.Problem.Text));
        }

        renderer._made.Sort((one, other) => one.Index.CompareTo(other.Index));
        return new ImageResult(renderer._facts, renderer._made, renderer._problems);
    }

    private void Render()
    {
        var file = SourceFile.Read(_job.Source, _job.MaxMemory);
        try
        {
            Render(file, FailOn.Error);
        }
        catch (VipsException fault)
        {
            if (!Truncation.Of(file.Format, file.Image, VipsMessage.Of(fault)))
                throw new ThumbsException(Diagnostic.DamagedImage.At(path: null, FaultText.Damaged(file.Format, fault)), fault);
            if (!_job.AllowTruncated)
                throw new ThumbsException(Diagnostic.TruncatedImage.At(path: null, FaultText.Truncated(fault)), fault);
            RenderWhatThereIs(file, fault);
        }
    }

    private void RenderWhatThereIs(SourceFile file, VipsException truncation)
    {
        try
        {
            Render(file, FailOn.None);
            _problems.Add(new ImageProblem(Diagnostic.TruncatedImageMade.Code, FaultText.TruncatedButMade(truncation)));
        }
        catch (VipsException fault)
        {
            throw new ThumbsException(Diagnostic.TruncatedImage.At(path: null, FaultText.Truncated(fault)), fault);
        }
    }

    private void Render(SourceFile file, FailOn failOn)
    {
        using var decoder = new Decoder(file);
        SourceHeader source;
        using (var image = decoder.OpenHeader(failOn))
            source = SourceHeader.Of(file.Format, image);
        _facts = new SourceFacts(file.Format, source.Width, source.Height, source.Pages, file.Length, file.Sha256);

        var scale = DecodeScale.Of(file.Format, source.Width, source.Height, _job.Renditions.Select(rendition => rendition.Recipe));
        SourceLimits.Check(source, file.Length, scale, _job);
        var wanted = _job.Renditions.Index()
            .Where(rendition => rendition.Item.File is not null && !_made.Exists(made => made.Index == rendition.Index));
        foreach (var sameFrames in wanted.GroupBy(rendition => Frames.Of(rendition.Item.Recipe, source)))
            RenderFrames(decoder, source, sameFrames.Key, scale, failOn, [.. sameFrames]);
    }

    private void RenderFrames(Decoder decoder, SourceHeader source, Frames frames, double scale, FailOn failOn, (int Index, RenditionOrder Order)[] renditions)
    {
        if (frames.First >= source.Pages)
            throw new ThumbsException(Diagnostic.NoSuchPage.At(path: null, source.Pages == 1
                ? $"There is no page {frames.First}: the image has one page only, page 0"
                : $"There is no page {frames.First}: the image has pages 0 to {source.Pages - 1}"));

        var pictures = renditions.GroupBy(rendition => Picture.PixelsOf(rendition.Order.Recipe)).ToArray();
        using var decoded = pictures.Length == 1
            ? decoder.Open(frames, scale, failOn)
            : decoder.Open(frames, scale, failOn).Then(PixelMemory.WithMetadata);
        foreach (var samePixels in pictures)
        {
            using var picture = new Picture(source, samePixels.Key, scale).Make(decoded, frames.Count);
            foreach (var (index, order) in samePixels)
                Write(picture, frames.Count, index, order);
        }
    }

    private void Write(Image picture, int frames, int index, RenditionOrder order)
    {
        var bytes = Encoder.Encode(picture, order.Recipe);
        OutputFile.Write(order.File!, bytes);
        _made.Add(new MadeRendition(index, picture.Width, picture.Height / frames, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }
}
