using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;

using static NetVips.Enums;

namespace Thumbs.Imaging.Resizing;

/// <summary>Cuts a resized picture to its box, or fills the box up around it.</summary>
/// <remarks>One for all the frames of an animation: where the eye is drawn to in the first, all are cut.</remarks>
internal sealed class Framing(Recipe recipe, Geometry geometry)
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
        if (recipe.Position is not (Position.Entropy or Position.Attention))
            return Place(image.Width - geometry.Width, image.Height - geometry.Height);
        var interesting = recipe.Position == Position.Entropy ? Interesting.Entropy : Interesting.Attention;
        using var cut = image.Smartcrop(geometry.Width, geometry.Height, interesting: interesting);
        return (-cut.Xoffset, -cut.Yoffset);
    }

    /// <summary>Where the smaller of two areas stands on the larger one, given what is over.</summary>
    private (int Left, int Top) Place(int spareWidth, int spareHeight) => (
        recipe.Position switch
        {
            Position.Left or Position.TopLeft or Position.BottomLeft => 0,
            Position.Right or Position.TopRight or Position.BottomRight => spareWidth,
            _ => spareWidth / 2,
        },
        recipe.Position switch
        {
            Position.Top or Position.TopLeft or Position.TopRight => 0,
            Position.Bottom or Position.BottomLeft or Position.BottomRight => spareHeight,
            _ => spareHeight / 2,
        });
}
