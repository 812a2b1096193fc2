using NetVips;

using Thumbs.Images;
using Thumbs.Imaging.Colour;

using static NetVips.Enums;

namespace Thumbs.Imaging.Resizing;

/// <summary>Cuts a resized picture to its box, or extends it to the box.</summary>
/// <remarks>One object for all frames of an animation: the position that is found in the first frame is used for all.</remarks>
public sealed class CropOrPad(Recipe recipe, Geometry geometry)
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

    /// <summary>The position of the smaller of two areas on the larger one, given the difference.</summary>
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
