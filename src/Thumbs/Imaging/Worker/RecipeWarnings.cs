using Thumbs.Diagnostics;
using Thumbs.Images;
using Thumbs.Imaging.Reading;

namespace Thumbs.Imaging.Worker;

/// <summary>Warns of what a source is not good enough for, or loses.</summary>
public static class RecipeWarnings
{
    /// <param name="orders">Of all renditions of the source.</param>
    /// <param name="file">The source.</param>
    /// <param name="source">As declared.</param>
    public static IEnumerable<ImageProblem> Of(IReadOnlyList<RenditionOrder> orders, SourceFile file, SourceHeader source) =>
        new[] { OfStills(orders, file, source), OfEnlargedIcons(orders, source) }.OfType<ImageProblem>();

    private static ImageProblem? OfStills(IReadOnlyList<RenditionOrder> orders, SourceFile file, SourceHeader source)
    {
        var stills = orders
            .Where(order => order.Recipe is { Animate: true, Page: null } && PageRange.Of(order.Recipe, source).Count == 1)
            .Select(order => order.Recipe.Format.Name())
            .ToHashSet(StringComparer.Ordinal);
        if (stills.Count == 0)
            return null;
        if (source.Animated)
            return new(Diagnostic.AnimationStopped.Code, $"An animation of {source.Pages} frames becomes a still as {string.Join(", ", stills)}");
        return file.Format == ImageFormat.Png && AnimatedPng.Is(file.Image.Span)
            ? new(Diagnostic.AnimatedPng.Code, "The file is an animated PNG, of which only the still is made")
            : null;
    }

    private static ImageProblem? OfEnlargedIcons(IReadOnlyList<RenditionOrder> orders, SourceHeader source)
    {
        if (source.Format is ImageFormat.Svg or ImageFormat.Pdf || !orders.Any(order => order.Recipe.Icon != IconUse.None))
            return null;
        var sides = orders
            .Where(order => order.Recipe.Icon != IconUse.None && Geometry.Of(source.Width, source.Height, order.Recipe).ResizedWidth > source.Width)
            .Select(order => order.Recipe.Width!.Value)
            .Distinct()
            .Order()
            .ToList();
        return sides.Count == 0
            ? null
            : new(Diagnostic.EnlargedIcons.Code,
                $"The image has {source.Width} x {source.Height} px, too few for icons of {string.Join(" and ", sides)} px: it is enlarged there, and looks blurred; take an SVG, or an image of {sides[^1]} px a side");
    }
}
