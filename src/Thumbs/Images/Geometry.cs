using System.Runtime.InteropServices;

namespace Thumbs.Images;

/// <summary>The sizes of one rendition: the picture is resized, then cut or extended.</summary>
/// <param name="ResizedWidth">In px.</param>
/// <param name="ResizedHeight">In px.</param>
/// <param name="Width">Of the rendition, in px.</param>
/// <param name="Height">Of the rendition, in px.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Geometry(int ResizedWidth, int ResizedHeight, int Width, int Height)
{
    /// <summary>The diameter of the circle in an icon that every mask leaves whole, as part of its side (W3C, Web Application Manifest).</summary>
    public const double SafeZone = 0.8;

    /// <summary>The geometry of one rendition.</summary>
    /// <param name="width">Of the source, in px, after its orientation was applied.</param>
    /// <param name="height">Of the source, in px, after its orientation was applied.</param>
    /// <param name="recipe">Its box, fit and <see cref="Recipe.Enlarge"/> count.</param>
    public static Geometry Of(int width, int height, Recipe recipe)
    {
        // A missing side follows from the source's aspect ratio: every fit comes to the same.
        if (recipe.Width is not { } boxWidth)
            return Scaled(width, height, (double)recipe.Height!.Value / height, recipe.Enlarge);
        if (recipe.Height is not { } boxHeight)
            return Scaled(width, height, (double)boxWidth / width, recipe.Enlarge);

        var horizontal = (double)boxWidth / width;
        var vertical = (double)boxHeight / height;
        if (recipe.Icon == IconUse.Maskable)
            return WithinCircle(width, height, boxWidth);
        return recipe.Fit switch
        {
            Fit.Inside => Scaled(width, height, Math.Min(horizontal, vertical), recipe.Enlarge),
            Fit.Outside => Scaled(width, height, Math.Max(horizontal, vertical), recipe.Enlarge),
            Fit.Contain => Scaled(width, height, Math.Min(horizontal, vertical), recipe.Enlarge)
                with { Width = boxWidth, Height = boxHeight },
            Fit.Fill => Filled(
                recipe.Enlarge ? boxWidth : Math.Min(boxWidth, width),
                recipe.Enlarge ? boxHeight : Math.Min(boxHeight, height)),
            Fit.Cover => Covered(width, height, boxWidth, boxHeight, recipe.Enlarge),
            _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe.Fit, message: null),
        };
    }

    private static Geometry Scaled(int width, int height, double scale, bool enlarge)
    {
        var allowed = enlarge ? scale : Math.Min(scale, 1);
        return Filled(Rounded(width * allowed), Rounded(height * allowed));
    }

    /// <summary>Rounded down, so that no corner is outside.</summary>
    private static Geometry WithinCircle(int width, int height, int side)
    {
        var scale = SafeZone * side / Math.Sqrt(((double)width * width) + ((double)height * height));
        return new(Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)), side, side);
    }

    private static Geometry Filled(int width, int height) => new(width, height, width, height);

    /// <summary>A source too small for the box is cut to the box's shape, not stretched to its size.</summary>
    private static Geometry Covered(int width, int height, int boxWidth, int boxHeight, bool enlarge)
    {
        var scale = Math.Max((double)boxWidth / width, (double)boxHeight / height);
        var reduction = enlarge ? 1 : Math.Min(1, 1 / scale);
        var outWidth = Rounded(boxWidth * reduction);
        var outHeight = Rounded(boxHeight * reduction);
        return new(
            Math.Max(Rounded(width * scale * reduction), outWidth),
            Math.Max(Rounded(height * scale * reduction), outHeight),
            outWidth,
            outHeight);
    }

    /// <summary>To the nearest px, halves up, and never none at all.</summary>
    private static int Rounded(double length) => Math.Max(1, (int)Math.Floor(length + 0.5));
}
