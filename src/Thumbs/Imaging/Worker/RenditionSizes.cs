using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Imaging.Reading;
using Thumbs.Imaging.Writing;

namespace Thumbs.Imaging.Worker;

/// <summary>The sizes that the renditions of a job would have.</summary>
public static class RenditionSizes
{
    /// <param name="job">The job.</param>
    /// <param name="file">The source.</param>
    /// <param name="decoder">Of the source.</param>
    /// <param name="source">What its header declares.</param>
    /// <param name="problems">Receives an error for each rendition that there cannot be.</param>
    /// <exception cref="ThumbsException">There is no page that one is to be made of, or it is too large.</exception>
    public static List<RenditionSize> Of(ImageJob job, SourceFile file, Decoder decoder, SourceHeader source, List<ImageProblem> problems)
    {
        var hasSvg = job.Renditions.Any(order => order.Recipe.Format == ImageFormat.Svg);
        var sizes = new List<RenditionSize>();
        for (var i = 0; i < job.Renditions.Count; i++)
        {
            var recipe = job.Renditions[i].Recipe;
            try
            {
                if (IconText.Of(recipe, file, hasSvg) is not null)
                {
                    sizes.Add(new(i, source.Width, source.Height));
                    continue;
                }
            }
            catch (ThumbsException fault) when (fault.Problem.Diagnostic == Diagnostic.CannotEncode)
            {
                problems.Add(new(fault.Problem.Code, fault.Problem.Text));
                continue;
            }

            var header = PageHeader.Of(decoder, source, PageRange.Of(recipe, source), file.Bytes, job);
            var settled = Picture.Settled(recipe, header);
            sizes.Add(new(i, settled.Width!.Value, settled.Height!.Value));
        }

        return sizes;
    }
}
