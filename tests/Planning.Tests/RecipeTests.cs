using Thumbs.Images;
using Thumbs.Imaging.Colour;

namespace Thumbs.Planning.Tests;

public sealed class RecipeTests
{
    private static Recipe Only(RenditionOptions options, ImageFormat source) => Assert.Single(new RecipeBook(options).For(source)).Recipe;

    [Theory]
    [InlineData(nameof(ImageFormat.Jpeg), "128x128 Inside Lanczos3 Jpeg q80")]
    [InlineData(nameof(ImageFormat.Png), "128x128 Inside Lanczos3 Png e6")]
    [InlineData(nameof(ImageFormat.WebP), "128x128 Inside Lanczos3 WebP q80 e6")]
    [InlineData(nameof(ImageFormat.Avif), "128x128 Inside Lanczos3 Avif q50 e4")]
    [InlineData(nameof(ImageFormat.Gif), "128x128 Inside Lanczos3 Gif e6")]
    [InlineData(nameof(ImageFormat.Tiff), "128x128 Inside Lanczos3 Tiff q80")]
    [InlineData(nameof(ImageFormat.Svg), "128x128 Inside Lanczos3 Png e6")]
    public void The_defaults_are_the_usual_ones(string source, string expected) =>
        Assert.Equal(expected, Only(new(), Enum.Parse<ImageFormat>(source)).Canonical);

    [Fact]
    public void Values_per_format_go_to_their_format()
    {
        var options = new RenditionOptions
        {
            Formats = [ImageFormat.WebP, ImageFormat.Avif, ImageFormat.Jpeg],
            Quality = PerFormat.Unset.WithDefault(70).With(ImageFormat.Avif, 40),
            Effort = PerFormat.Unset.With(ImageFormat.WebP, 9),
            Lossless = PerFormat.Unset.With(ImageFormat.WebP, 1),
            Progressive = new() { Default = 1 },
        };
        Assert.Equal(
            [
                "128x128 Inside Lanczos3 WebP lossless e9",
                "128x128 Inside Lanczos3 Avif q40 e4",
                "128x128 Inside Lanczos3 Jpeg q70 progressive",
            ],
            new RecipeBook(options).For(ImageFormat.Png).Select(named => named.Recipe.Canonical));
    }

    [Fact]
    public void Every_other_option_reaches_the_recipe()
    {
        var recipe = Only(
            new()
            {
                Boxes = [new(320, 240)],
                Fit = Fit.Cover,
                Position = Position.Attention,
                Enlarge = true,
                Kernel = Kernel.Mitchell,
                Sharpen = true,
                Background = "#00ff00ff",
                Keep = Metadata.Icc,
                Rotate = false,
                Animate = false,
                Page = 2,
            },
            ImageFormat.Jpeg);
        Assert.Equal("320x240 Cover Attention enlarge Mitchell sharpen Jpeg q80 #00ff00ff keep1 unrotated still page2", recipe.Canonical);
    }

    [Fact]
    public void Sources_of_one_format_share_their_recipes()
    {
        var book = new RecipeBook(new());
        Assert.Same(book.For(ImageFormat.Jpeg)[0].Recipe, book.For(ImageFormat.Jpeg)[0].Recipe);
    }
}
