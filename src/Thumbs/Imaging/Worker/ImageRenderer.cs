using NetVips;

using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Imaging.Writing;
using Thumbs.Imaging.Library;
using Thumbs.Imaging.Reading;
using Thumbs.Imaging.Resizing;

using static NetVips.Enums;

namespace Thumbs.Imaging.Worker;

/// <summary>Does one job: reads the source, decodes it once, makes and writes its renditions; or only tells their sizes.</summary>
/// <remarks>
/// On one platform, the bytes of a rendition depend on the source's bytes, its recipe and the decode scale alone, not on the other
/// renditions of the job, nor on the number of threads.
/// </remarks>
public sealed class ImageRenderer
{
    private ImageJob _job;
    private readonly List<MadeRendition> _made = [];
    private readonly List<ImageProblem> _problems = [];
    private IReadOnlyList<RenditionSize> _sizes = [];
    private SourceFacts? _facts;
    private bool _hasText;

    private readonly Action<ImageResult>? _tell;

    private ImageRenderer(ImageJob job, Action<ImageResult>? tell) => (_job, _tell) = (job, tell);

    /// <summary>Does a job. Faults of the image or the disk are in the result.</summary>
    /// <param name="job">The job.</param>
    /// <param name="tell">Is told what there is so far before anything is encoded, where the source has several renditions.</param>
    public static ImageResult Render(ImageJob job, Action<ImageResult>? tell = null)
    {
        var renderer = new ImageRenderer(job, job.Renditions.Count > 1 ? tell : null);
        VipsMessage.Forget();
        try
        {
            renderer.Render();
        }
        catch (ThumbsException fault)
        {
            renderer._problems.Add(new ImageProblem(fault.Problem.Code, fault.Problem.Text));
        }

        renderer._made.Sort((one, other) => one.Index.CompareTo(other.Index));
        return new ImageResult(renderer._facts, renderer._made, renderer._problems) { Sizes = renderer._sizes };
    }

    private void Render()
    {
        using var file = SourceFile.Read(_job.Source, _job.MaxMemory);
        if (file.Format is ImageFormat.Svg or ImageFormat.Pdf)
            PrepareDrawing(file);
        try
        {
            if (file.Format == ImageFormat.Tiff && TiffPatch.IsMisread(file.Image.Span))
                UnsupportedImage.Refuse(file);
            Render(file, FailOn.Error);
        }
        catch (VipsException fault)
        {
            UnsupportedImage.Refuse(file, fault);
            if (!Truncation.Of(file.Format, file.Image.Span, VipsMessage.Of(fault)))
                throw new ThumbsException(Diagnostic.DamagedImage.At(path: null, FaultText.Damaged(file.Format, fault)), fault);
            if (!_job.AllowTruncated)
                throw new ThumbsException(Diagnostic.TruncatedImage.At(path: null, FaultText.Truncated(fault)), fault);
            RenderWhatThereIs(file, fault);
        }
    }

    /// <summary>A drawing is drawn at any size; what is embedded in it is limited as other images are.</summary>
    private void PrepareDrawing(SourceFile file)
    {
        _job = _job with { Renditions = [.. _job.Renditions.Select(order => order with { Recipe = DecodeScale.Drawn(order.Recipe) })] };
        if (file.Format == ImageFormat.Pdf)
            return;
        var drawing = SvgDocument.Of(SvgMarkup.ForLoader(file.Image).Span);
        DrawingLimits.Check(drawing, _job);
        _hasText = drawing.Characters.Count > 0;
        if (_job.SizesOnly || _job.Renditions.Any(order => order.File is not null))
            _problems.AddRange(new[] { drawing.Warning, FontCoverage.Warning(drawing.Characters) }.OfType<ImageProblem>());
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
        using var decoder = new Decoder(file, failOn);
        var recipes = _job.Renditions.Where(rendition => rendition.File is not null || _job.Placeholder).Select(rendition => rendition.Recipe).ToArray();
        var header = decoder.OpenHeader(recipes, out var source);
        var pyramid = TiffPyramid.Of(decoder, source, header);
        if (!_job.SizesOnly)
            _facts = new SourceFacts(file.Format, source.Width, source.Height, source.Pages, file.Bytes, file.Sha256, _hasText, header.HasAlpha());

        // That of the whole job: whether an image is too large depends on no division of the work.
        var all = _job.Renditions.Select(rendition => rendition.Recipe).ToArray();
        SourceLimits.Check(source, file.Bytes, pyramid?.ScaleFor(all) ?? DecodeScale.Of(file.Format, source.Width, source.Height, all), _job);
        if (_job.SizesOnly)
        {
            _sizes = RenditionSizes.Of(_job, file, decoder, source, _problems);
            _problems.AddRange(RecipeWarnings.Of(_job.Renditions, file, source));
            return;
        }

        var wanted = _job.Renditions
            .Select((order, index) => order.File is { } path ? new Wanted(index, order.Recipe, path) : null)
            .OfType<Wanted>()
            .Where(rendition => !_made.Exists(made => made.Index == rendition.Index))
            .ToList();
        wanted.RemoveAll(rendition => IsText(rendition, source, file));
        foreach (var sameFrames in wanted.GroupBy(rendition => PageRange.Of(rendition.Recipe, source)))
        {
            if (pyramid is not null && sameFrames.Key == new PageRange(0, 1))
                RenderLevels(file, pyramid, source, sameFrames);
            else
                RenderFrames(file, decoder, source, sameFrames.Key, sameFrames);
        }

        if (_job.Placeholder && _facts!.Placeholder is null)
            MakePlaceholderAlone(file, decoder, pyramid, source);
        _problems.AddRange(RecipeWarnings.Of(_job.Renditions, file, source));
    }

    /// <summary>Writes a rendition, if it is none that is drawn.</summary>
    private bool IsText(Wanted rendition, SourceHeader source, SourceFile file)
    {
        try
        {
            if (IconText.Of(rendition.Recipe, file, hasSvg: _job.Renditions.Any(order => order.Recipe.Format == ImageFormat.Svg)) is not { } bytes)
                return false;
            OutputFile.Write(rendition.File, bytes);
            _made.Add(new(rendition.Index, new(source.Width, source.Height, bytes.Length, Digest.OfBytes(bytes))));
        }
        catch (ThumbsException fault) when (fault.Problem.Diagnostic == Diagnostic.CannotEncode)
        {
            _problems.Add(new(fault.Problem.Code, fault.Problem.Text));
        }

        return true;
    }

    /// <summary>Where nothing was decoded that it is made from.</summary>
    private void MakePlaceholderAlone(SourceFile file, Decoder decoder, TiffPyramid? pyramid, SourceHeader source)
    {
        var frames = PlaceholderFrames(source, out _);
        if (pyramid is null || frames != new PageRange(0, 1))
        {
            RenderFrames(file, decoder, source, frames, []);
            return;
        }

        var scale = pyramid.ScaleFor([PlaceholderPicture.Recipe]);
        using var level = pyramid.Open(scale);
        _facts = _facts! with { Placeholder = PlaceholderPicture.Of(level, source, scale) };
    }

    /// <summary>
    /// The frames that the placeholder is made from: those of the rendition that is decoded smallest. It depends on what is wanted of the
    /// source, and not on what of it is up to date.
    /// </summary>
    private PageRange PlaceholderFrames(SourceHeader source, out double scale)
    {
        scale = double.MaxValue;
        var frames = new PageRange(0, 1);
        foreach (var (recipe, _) in _job.Renditions)
        {
            var own = DecodeScale.Of(source.Format, source.Width, source.Height, recipe);
            if (own < scale)
                (frames, scale) = (PageRange.Of(recipe, source), own);
        }

        return frames;
    }

    private void RenderLevels(SourceFile file, TiffPyramid pyramid, SourceHeader source, IEnumerable<Wanted> renditions)
    {
        foreach (var samePixels in ByPixels(renditions, source))
        {
            var scale = pyramid.ScaleFor([samePixels[0].Recipe]);
            using var decoded = pyramid.Open(scale);
            Render(file, decoded, source, frames: 1, scale, samePixels);
        }
    }

    /// <summary>
    /// The scale that a rendition is made from depends on the rendition alone, so that another width changes no bytes: a JPEG is decoded
    /// once for each scale.
    /// </summary>
    private void RenderFrames(SourceFile file, Decoder decoder, SourceHeader source, PageRange frames, IEnumerable<Wanted> renditions)
    {
        source = PageHeader.Of(decoder, source, frames, file.Bytes, _job);
        var pictures = ByPixels(renditions, source).ToList();
        var placeholderScale = 0.0;
        var makesPlaceholder = _job.Placeholder && PlaceholderFrames(source, out placeholderScale) == frames;
        while (pictures.Count > 0 || makesPlaceholder)
        {
            // The largest first: the source is open at that scale.
            var scale = pictures.Count > 0 ? DecodeScale.Of(source.Format, source.Width, source.Height, pictures.Select(picture => picture[0].Recipe)) : placeholderScale;
            var sameScale = pictures.FindAll(picture => ScaleOf(picture) >= scale);
            pictures.RemoveAll(sameScale.Contains);
            var isOfPlaceholder = makesPlaceholder && placeholderScale >= scale && (sameScale.Count != 1 || SourceLimits.KeepsForPlaceholder(source, scale, frames.Count, _job));
            var isReadOnce = isOfPlaceholder ? sameScale.Count == 0 : sameScale is [[{ Recipe.Format: not ImageFormat.Ico }, ..]];
            using var decoded = isReadOnce
                ? decoder.Open(frames, scale)
                : decoder.Open(frames, scale).Then(PixelMemory.WithMetadata);
            foreach (var samePixels in sameScale)
                Render(file, decoded, source, frames.Count, scale, samePixels);
            if (!isOfPlaceholder)
                continue;
            _facts = _facts! with { Placeholder = PlaceholderPicture.Of(decoded, source, scale) };
            makesPlaceholder = false;
        }

        double ScaleOf(Wanted[] picture) => DecodeScale.Of(source.Format, source.Width, source.Height, picture[0].Recipe);
    }

    /// <summary>Makes the renditions of one picture, which differ only in their encoding.</summary>
    private void Render(SourceFile file, Image decoded, SourceHeader source, int frames, double scale, Wanted[] samePixels)
    {
        var recipe = Picture.PixelsOf(samePixels[0].Recipe);
        var subject = recipe.Position == Position.Subject ? SubjectAreas.Of(decoded, source) : [];
        var plan = new Picture(source, recipe, scale, subject);
        var isUnchanged = plan.IsUnchanged(decoded, frames);
        using var picture = plan.Make(decoded, frames);
        foreach (var sameBytes in samePixels.GroupBy(rendition => Picture.Settled(rendition.Recipe, source).Canonical, StringComparer.Ordinal))
            Write(picture, frames, [.. sameBytes], wanted => wanted.Format == ImageFormat.Ico
                ? Icon()
                : NoLarger.Encode(picture, wanted, file, isUnchanged && (source.Interlaced || !wanted.Progressive)));

        byte[] Icon()
        {
            var sizes = Array.ConvertAll(IconFiles.IcoSides, side => new Picture(source, recipe with { Width = side, Height = side }, scale, subject).Make(decoded, frames));
            var bytes = WindowsIcon.Encode(sizes);
            Array.ForEach(sizes, size => size.Dispose());
            return bytes;
        }
    }

    /// <summary>Encodes a picture once for all the renditions that are the same.</summary>
    private void Write(Image picture, int frames, Wanted[] sameBytes, Func<Recipe, byte[]> encode)
    {
        _tell?.Invoke(new ImageResult(_facts, _made, _problems) { At = Array.ConvertAll(sameBytes, rendition => rendition.Index) });
        if (Encode(sameBytes[0].Recipe, encode) is not { } bytes)
            return;
        var facts = new RenditionFacts(picture.Width, picture.Height / frames, bytes.Length, Digest.OfBytes(bytes));
        foreach (var rendition in sameBytes)
        {
            OutputFile.Write(rendition.File, bytes);
            _made.Add(new MadeRendition(rendition.Index, facts));
        }
    }

    /// <returns><see langword="null"/> where the format cannot hold the picture, which the others may.</returns>
    private byte[]? Encode(Recipe recipe, Func<Recipe, byte[]> encode)
    {
        try
        {
            return encode(recipe);
        }
        catch (ThumbsException fault) when (fault.Problem.Diagnostic == Diagnostic.CannotEncode)
        {
            _problems.Add(new ImageProblem(fault.Problem.Code, fault.Problem.Text));
            return null;
        }
    }

    private static Wanted[][] ByPixels(IEnumerable<Wanted> renditions, SourceHeader source) =>
    [
        .. renditions
            .GroupBy(rendition => Picture.PixelsOf(Picture.Settled(rendition.Recipe, source)).Canonical, StringComparer.Ordinal)
            .Select(same => same.ToArray()),
    ];

    /// <summary>A rendition that has to be made.</summary>
    /// <remarks>A class, like every record in a collection: see docs/architecture.md, "Code that runs at every start".</remarks>
    /// <param name="Index">Into the job's renditions.</param>
    /// <param name="Recipe">Of it.</param>
    /// <param name="File">To be written; absolute.</param>
    private sealed record Wanted(int Index, Recipe Recipe, string File);
}
