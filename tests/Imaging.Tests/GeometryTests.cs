using CsCheck;

using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

public sealed class GeometryTests
{
    private static readonly Gen<(int Width, int Height, Recipe Recipe)> Cases =
        from width in Gen.Int[1, 20_000]
        from height in Gen.Int[1, 20_000]
        from boxWidth in Gen.Int[1, 4_000]
        from boxHeight in Gen.Int[1, 4_000]
        from fit in Gen.Enum<Fit>()
        from enlarge in Gen.Bool
        select (width, height, new Recipe { Width = boxWidth, Height = boxHeight, Fit = fit, Enlarge = enlarge });

    [Fact]
    public void Nothing_is_enlarged_unless_asked_for() => Cases.Sample(c =>
    {
        var geometry = Geometry.Of(c.Width, c.Height, c.Recipe);
        return c.Recipe.Enlarge || (geometry.ResizedWidth <= c.Width && geometry.ResizedHeight <= c.Height);
    });

    [Fact]
    public void The_box_is_respected() => Cases.Sample(c =>
    {
        var geometry = Geometry.Of(c.Width, c.Height, c.Recipe);
        var (boxWidth, boxHeight) = (c.Recipe.Width!.Value, c.Recipe.Height!.Value);
        return c.Recipe.Fit switch
        {
            Fit.Inside or Fit.Fill or Fit.Cover => geometry.Width <= boxWidth && geometry.Height <= boxHeight,
            Fit.Contain => geometry.Width == boxWidth && geometry.Height == boxHeight && geometry.ResizedWidth <= boxWidth && geometry.ResizedHeight <= boxHeight,
            _ => !c.Recipe.Enlarge || (geometry.Width >= boxWidth && geometry.Height >= boxHeight),
        };
    });

    [Fact]
    public void The_aspect_ratio_is_kept_to_within_a_pixel() => Cases.Sample(c =>
    {
        var geometry = Geometry.Of(c.Width, c.Height, c.Recipe);
        if (c.Recipe.Fit == Fit.Fill)
            return true;
        var scale = (double)geometry.ResizedWidth / c.Width;
        // One px more or less in width, and one by rounding.
        var slack = 1 + Math.Max(1, (double)c.Height / c.Width);
        return Math.Abs((c.Height * scale) - geometry.ResizedHeight) <= slack;
    });

    [Fact]
    public void Cover_cuts_what_it_has_and_nothing_is_empty() => Cases.Sample(c =>
    {
        var geometry = Geometry.Of(c.Width, c.Height, c.Recipe);
        return geometry is { Width: > 0, Height: > 0, ResizedWidth: > 0, ResizedHeight: > 0 }
            && (c.Recipe.Fit != Fit.Cover || (geometry.ResizedWidth >= geometry.Width && geometry.ResizedHeight >= geometry.Height));
    });

    [Fact]
    public void Cover_keeps_the_shape_of_its_box() => Cases.Sample(c =>
    {
        if (c.Recipe.Fit != Fit.Cover)
            return true;
        var geometry = Geometry.Of(c.Width, c.Height, c.Recipe);
        var (boxWidth, boxHeight) = (c.Recipe.Width!.Value, c.Recipe.Height!.Value);
        var scale = (double)geometry.Width / boxWidth;
        return Math.Abs((boxHeight * scale) - geometry.Height) <= 1 + Math.Max(1, (double)boxHeight / boxWidth);
    });

    [Fact]
    public void One_side_of_a_box_settles_the_other() => Cases.Sample(c =>
    {
        var byWidth = Geometry.Of(c.Width, c.Height, c.Recipe with { Height = null });
        var byHeight = Geometry.Of(c.Width, c.Height, c.Recipe with { Width = null });
        return (byWidth.Width == c.Recipe.Width || (!c.Recipe.Enlarge && byWidth.Width == c.Width))
            && (byHeight.Height == c.Recipe.Height || (!c.Recipe.Enlarge && byHeight.Height == c.Height));
    });

    [Fact]
    public void A_decode_scale_leaves_enough_for_every_rendition() => Cases.Array[1, 4].Sample(cases =>
    {
        var (width, height) = (cases[0].Width, cases[0].Height);
        var recipes = cases.Select(c => c.Recipe).ToArray();
        foreach (var format in new[] { ImageFormat.Jpeg, ImageFormat.WebP, ImageFormat.Png, ImageFormat.Svg })
        {
            var scale = DecodeScale.Of(format, width, height, recipes);
            var largest = recipes.Max(recipe => Geometry.Of(width, height, recipe) is var geometry
                ? Math.Max((double)geometry.ResizedWidth / width, (double)geometry.ResizedHeight / height)
                : 0);
            if (scale < Math.Min(1, largest) || (format is ImageFormat.Png && scale != 1))
                return false;
        }

        return true;
    });
}
