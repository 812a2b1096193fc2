using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;
using Thumbs.Imaging.Reading;

using static NetVips.Enums;

namespace Thumbs.Imaging.Resizing;

/// <summary>Cuts a resized picture to its box, or extends it to the box.</summary>
/// <remarks>One object for all frames of an animation: the position that is found in the first frame is used for all.</remarks>
/// <param name="recipe">How the picture is made.</param>
/// <param name="geometry">Of it.</param>
/// <param name="subject">Where its subject is, upright; empty where that is not known.</param>
public sealed class CropOrPad(Recipe recipe, Geometry geometry, IReadOnlyList<Area> subject)
{
    private (int Left, int Top)? _corner;

    /// <param name="image">In memory, of the resized size.</param>
    public Image Apply(Image image)
    {
        if (geometry.Width < image.Width || geometry.Height < image.Height)
        {
            var (left, top) = _corner ??= Corner(image);
            return image.ExtractArea(left, top, geometry.Width, geometry.Height);
        }

        if (geometry.Width == image.Width && geometry.Height == image.Height)
            return image;
        var (right, down) = Place(geometry.Width - image.Width, geometry.Height - image.Height);
        return Background.Of(recipe).Surround(image, right, down, geometry.Width, geometry.Height);
    }

    private (int Left, int Top) Corner(Image image)
    {
        if (recipe.Position is not (Position.Entropy or Position.Attention or Position.Subject))
            return Place(image.Width - geometry.Width, image.Height - geometry.Height);
        if (recipe.Position == Position.Subject && subject.Count > 0)
            return Around(image);
        var interesting = recipe.Position == Position.Entropy ? Interesting.Entropy : Interesting.Attention;
        using var cut = image.Smartcrop(geometry.Width, geometry.Height, interesting: interesting);
        return (-cut.Xoffset, -cut.Yoffset);
    }

    /// <summary>With all areas of the subject in the middle, or the largest where they do not fit in.</summary>
    private (int Left, int Top) Around(Image image)
    {
        var (width, height) = ((double)geometry.Width / image.Width, (double)geometry.Height / image.Height);
        var area = subject.Aggregate((all, next) => all.With(next));
        if (area.Width > width || area.Height > height)
            area = subject.MaxBy(one => one.Width * one.Height)!;
        return (Corner(area.Left + (area.Width / 2), image.Width, geometry.Width), Corner(area.Top + (area.Height / 2), image.Height, geometry.Height));

        static int Corner(double middle, int whole, int part) => Math.Clamp((int)Math.Round((middle * whole) - (part / 2.0)), 0, whole - part);
    }

    /// <summary>The position of the smaller of two areas on the larger one, given the difference.</summary>
    private (int Left, int Top) Place(int spareWidth, int spareHeight) => (
        recipe.Position switch
        {
            Position.Point => (int)(spareWidth * recipe.FocalPoint!.X / 100),
            Position.Left or Position.TopLeft or Position.BottomLeft => 0,
            Position.Right or Position.TopRight or Position.BottomRight => spareWidth,
            _ => spareWidth / 2,
        },
        recipe.Position switch
        {
            Position.Point => (int)(spareHeight * recipe.FocalPoint!.Y / 100),
            Position.Top or Position.TopLeft or Position.TopRight => 0,
            Position.Bottom or Position.BottomLeft or Position.BottomRight => spareHeight,
            _ => spareHeight / 2,
        });
}
