using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Freshness.Tests;

/// <summary>Where bytes depend on the platform, the keys differ.</summary>
public sealed class EnginePlatformTests
{
    private static string Key(string platform, ImageFormat source, ImageFormat rendition, Kernel kernel = Kernel.Lanczos3) => new RenditionKeys(
        EngineVersions.Load(), new EnginePlatform(platform)).For(new Recipe { Format = rendition, Width = 128, Height = 128, Kernel = kernel }, new SourceFacts(source, Width: 400, Height: 300, Pages: 1, Bytes: 1, default));

    [Theory]
    [InlineData(ImageFormat.Jpeg, ImageFormat.Avif, Kernel.Lanczos3)]
    [InlineData(ImageFormat.Jpeg, ImageFormat.Gif, Kernel.Lanczos3)]
    [InlineData(ImageFormat.Jpeg, ImageFormat.Png, Kernel.Lanczos3)]
    [InlineData(ImageFormat.Jpeg, ImageFormat.Jpeg, Kernel.Nearest)]
    [InlineData(ImageFormat.WebP, ImageFormat.Jpeg, Kernel.Lanczos3)]
    [InlineData(ImageFormat.Png, ImageFormat.Png, Kernel.Lanczos3)]
    [InlineData(ImageFormat.Svg, ImageFormat.Png, Kernel.Lanczos3)]
    internal void A_rendition_whose_bytes_depend_on_the_platform_has_another_key_on_each(ImageFormat source, ImageFormat rendition, Kernel kernel)
    {
        string[] platforms = ["linux-x64", "linux-arm64", "win-x64", "osx-arm64"];
        Assert.Equal(platforms.Length, platforms.Select(platform => Key(platform, source, rendition, kernel)).Distinct(StringComparer.Ordinal).Count());
        Assert.EndsWith(", on linux-arm64", Key("linux-arm64", source, rendition, kernel), StringComparison.Ordinal);
        Assert.DoesNotContain(", on ", Key("linux-x64", source, rendition, kernel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Tiff)]
    internal void What_is_made_of_a_JPEG_has_one_key_on_the_platforms_that_were_compared_and_its_own_elsewhere(ImageFormat rendition)
    {
        var key = Key("linux-x64", ImageFormat.Jpeg, rendition);
        Assert.Equal(key, Key("linux-arm64", ImageFormat.Jpeg, rendition));
        Assert.Equal(key, Key("win-x64", ImageFormat.Jpeg, rendition));
        Assert.Equal($"{key}, on linux-musl-x64", Key("linux-musl-x64", ImageFormat.Jpeg, rendition));
    }

    [Theory]
    [InlineData("a.jpg", ImageFormat.Jpeg, "")]
    [InlineData("a.jpg", ImageFormat.Avif, ", on win-x64")]
    [InlineData("a.webp", ImageFormat.Jpeg, ", on win-x64")]
    [InlineData("a", ImageFormat.Jpeg, ", on win-x64")]
    internal void A_plan_is_of_its_platform_where_its_bytes_are(string source, ImageFormat rendition, string expected)
    {
        var jobs = new[] { new Job(SourceAt.Of($"/in/{source}", source, 1), [new(new Recipe { Format = rendition }, "out")]) };
        Assert.Equal(expected, new EnginePlatform("win-x64").InPlan(jobs));
        Assert.Equal("", new EnginePlatform("linux-x64").InPlan(jobs));
    }

    [Fact]
    public void This_platform_is_named_as_dotnet_names_it()
    {
        var here = EnginePlatform.Here().InKey(ImageFormat.Png, new Recipe { Format = ImageFormat.Gif });
        var known = new[] { "", ", on linux-arm64", ", on linux-musl-x64", ", on linux-musl-arm64", ", on win-x64", ", on win-arm64", ", on osx-x64", ", on osx-arm64" };
        Assert.Contains(here, known);
    }
}
