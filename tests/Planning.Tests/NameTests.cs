using CsCheck;

using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Planning.Tests;

public sealed class NameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Outputs(RenditionOptions options, string input = "in") =>
        [.. Planner.Make(_folder.Request(input) with { Renditions = options }, TestContext.Current.CancellationToken)
            .Jobs.SelectMany(job => job.Renditions).Select(rendition => rendition.Output)];

    [Fact]
    public void Auto_keeps_the_extension_as_the_source_spells_it()
    {
        _folder.With("in/A.JPG", "in/b.jpeg", "in/c.svgz", "in/d.TIFF");
        Assert.Equal(["A.JPG", "b.jpeg", "c.png", "d.TIFF"], Outputs(new()));
    }

    [Fact]
    public void A_format_that_is_asked_for_gets_its_usual_extension()
    {
        _folder.With("in/A.JPG");
        Assert.Equal(["A.avif", "A.webp", "A.jpg"], Outputs(new() { Formats = [ImageFormat.Avif, ImageFormat.WebP, ImageFormat.Jpeg] }));
        Assert.Equal(["A.tif"], Outputs(new() { Formats = [ImageFormat.Tiff] }));
    }

    [Fact]
    public void A_format_that_auto_comes_to_is_not_made_twice()
    {
        _folder.With("in/a.WEBP", "in/b.png");
        Assert.Equal(["a.WEBP", "b.png", "b.webp"], Outputs(new() { Formats = [null, ImageFormat.WebP] }));
    }

    [Fact]
    public void Several_widths_are_told_apart_by_their_width()
    {
        _folder.With("in/x/a.jpg");
        Assert.Equal(["x/a-{width=320}.jpg", "x/a-{width=640}.jpg"], Outputs(new() { Boxes = [new(320, null), new(640, null)] }));
    }

    [Fact]
    public void Several_boxes_are_told_apart_by_both_sides()
    {
        _folder.With("in/a.jpg");
        Assert.Equal(
            ["a-{width=320}x{height=240}.jpg", "a-{width=640}x{height=480}.jpg"], Outputs(new() { Boxes = [new(320, 240), new(640, 480)] }));
        Assert.Equal(["a-{width}x{height=240}.jpg", "a-{width}x{height=480}.jpg"], Outputs(new() { Boxes = [new(null, 240), new(null, 480)] }));
    }

    [Fact]
    public void Several_boxes_of_one_shape_are_told_apart_by_their_width()
    {
        _folder.With("in/a.jpg");
        var options = new RenditionOptions { Boxes = [new(320, null), new(333, null)], Aspect = 16.0 / 9 };
        Assert.Equal(["a-{width=320}.jpg", "a-{width=333}.jpg"], Outputs(options));
        Assert.Equal([new(320, 180), new(333, 187)], options.Boxes);
        Assert.Equal(Fit.Cover, options.Fit);
        Assert.Equal([new(128, 72)], new RenditionOptions { Aspect = 16.0 / 9 }.Boxes);
        Assert.Equal([new(240, 180)], new RenditionOptions { Boxes = [new(null, 180)], Aspect = 4.0 / 3 }.Boxes);
        Assert.Equal(Fit.Inside, new RenditionOptions { Boxes = [new(9, 9)], Aspect = 2 }.Fit);
    }

    [Fact]
    public void What_a_name_will_be_is_foreseen_as_far_as_the_source_does_not_decide_it()
    {
        static string Foreseen(Recipe recipe) => LateName.Foreseen(new(recipe, $"a-{LateName.WidthOf(recipe)}x{LateName.HeightOf(recipe)}.jpg"));
        Assert.Equal("a-320x{height}.jpg", Foreseen(new() { Width = 320 }));
        Assert.Equal("a-{width}x240.jpg", Foreseen(new() { Height = 240 }));
        Assert.Equal("a-320x240.jpg", Foreseen(new() { Width = 320, Height = 240, Fit = Fit.Cover }));
        Assert.Equal("a-{width}x{height}.jpg", Foreseen(new() { Width = 320, Height = 240 }));
    }

    [Fact]
    public void A_box_that_is_given_twice_is_made_once()
    {
        _folder.With("in/a.jpg");
        Assert.Equal(["a.jpg"], Outputs(new() { Boxes = [new(320, null), new(320, null)] }));
    }

    [Theory]
    [InlineData("{name}.{ext}", "a.jpg")]
    [InlineData("{dir}/{name}.{ext}", "x/y/a.jpg")]
    [InlineData("t-{width}/{dir}/{name}.{format}", "t-{width=128}/x/y/a.jpeg")]
    [InlineData("{dir}/{name}.{hash}.{ext}", "x/y/a.{hash}.jpg")]
    [InlineData("{name}.{source-ext}.{ext}", "a.jpg.jpg")]
    [InlineData("{name}.jpeg", "a.jpeg")]
    [InlineData("{name}.thumb", "a.thumb")]
    [InlineData("{width}x{height}/{name}.{ext}", "{width=128}x{height=96}/a.jpg")]
    public void A_template_is_filled_in(string template, string expected)
    {
        _folder.With("in/x/y/a.jpg");
        Assert.Equal([expected], Outputs(new() { NameTemplate = template, Boxes = [new(128, 96)] }));
    }

    [Fact]
    public void An_empty_folder_leaves_no_slash_behind()
    {
        _folder.With("in/a.jpg");
        Assert.Equal(["a.jpg"], Outputs(new() { NameTemplate = "{dir}/{name}.{ext}" }));
        Assert.Equal(["x/a.jpg"], Outputs(new() { NameTemplate = "x/{dir}/{name}.{ext}" }));
    }

    [Theory]
    [InlineData("{dir}/{nmae}.{ext}", "THUMB0001", "{hash}")]
    [InlineData("{name}.png", "THUMB0001", "not one of jpeg; let the name template end in .{ext}")]
    [InlineData("{name}.bmp", "THUMB0001", "not one of jpeg")]
    [InlineData("", "THUMB0001", "folder")]
    [InlineData("{name}/", "THUMB0001", "folder")]
    [InlineData("{name}\0.jpg", "THUMB0001", "not allowed")]
    [InlineData("../{name}.{ext}", "THUMB0005", "leads out")]
    [InlineData("{dir}/../../{name}.{ext}", "THUMB0005", "leads out")]
    [InlineData("/etc/{name}.{ext}", "THUMB0005", "leads out")]
    [InlineData("{dir}/{name", "THUMB0001", "the { of \"{name\" is never closed")]
    [InlineData(".thumbs-state.json", "THUMB0001", "reserved")]
    [InlineData("x/.thumbs-{name}.{ext}", "THUMB0001", "reserved")]
    public void A_template_is_refused(string template, string code, string why)
    {
        _folder.With("in/a.jpg");
        var problem = Assert.Throws<ThumbsException>(() => Outputs(new() { NameTemplate = template })).Problem;
        Assert.Equal(code, problem.Code);
        Assert.Contains(why, problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hash_carries_the_recipe_where_it_alone_tells_two_renditions_apart()
    {
        _folder.With("in/a{hash=x}.jpg");
        Assert.Equal(["a(hash=x}.{hash}.jpg"], Outputs(new() { NameTemplate = "{name}.{hash}.{ext}" }));
        Assert.Equal(["a(hash=x}-{width=1}.{hash}.jpg", "a(hash=x}-{width=2}.{hash}.jpg"], Outputs(Two("{name}-{width}.{hash}.{ext}")));
        Assert.Equal(
            ["a(hash=x}.{hash=1x Inside Lanczos3 Jpeg q80}.jpg", "a(hash=x}.{hash=2x Inside Lanczos3 Jpeg q80}.jpg"], Outputs(Two("{name}.{hash}.{ext}")));

        static RenditionOptions Two(string template) => new() { NameTemplate = template, Boxes = [new(1, null), new(2, null)] };
    }

    [Theory]
    [InlineData("{name}{width}.{ext}", true)]
    [InlineData("{name}-{width}x{height}.{ext}", false)]
    [InlineData("{width}{height}/{name}.{ext}", true)]
    [InlineData("{name}-{height}0.{ext}", true)]
    [InlineData("{dir}/{name}{ext}", false)]
    public void A_template_tells_whether_digits_may_join(string template, bool joins) => Assert.Equal(joins, new NameTemplate(template).JoinsDigits);

    [Fact]
    public void A_name_cannot_spell_its_way_out_of_the_output_folder()
    {
        _folder.With("in/..jpg");
        var problem = Assert.Throws<ThumbsException>(() => Outputs(new() { NameTemplate = "{name}{name}/a.jpg" }, "in/..jpg")).Problem;
        Assert.Equal("THUMB0005", problem.Code);
    }

    [Fact]
    public void What_is_known_late_is_filled_in_from_the_file_made()
    {
        var facts = new RenditionFacts(640, 480, Bytes: 1, Digest.Parse(string.Concat(Enumerable.Repeat("0123456789abcdef", 4))));
        Assert.Equal("x/a-640x480-640.jpg", LateName.Resolve("x/a-{width=1280}x{height=960}-{width=9}.jpg", facts));
        Assert.Equal("x/{width=9", LateName.Resolve("x/{width=9", facts));
        Assert.Equal("x/a-640x480.0123456789abcdef.jpg", LateName.Resolve("x/a-{width}x{height}.{hash}.jpg", facts));
        Assert.Equal("x/a.jpg", LateName.Resolve("x/a.jpg", facts));
    }

    [Fact]
    public void A_source_named_like_a_placeholder_is_not_taken_for_one()
    {
        _folder.With("in/{width}/a{hash}{width=9}.jpg");
        Assert.Equal(["(width)/a(hash)(width=9}.jpg"], Outputs(new()));
    }

    [Fact]
    public void Any_name_keeps_its_parts()
    {
        var word = Gen.Char["ab{}.-é "].Array[1, 8].Select(letters => new string(letters)).Where(text => text.Trim('.', ' ').Length > 0);
        var template = new NameTemplate("{dir}/{name}.{ext}");
        Gen.Select(word, word).Sample((folder, name) =>
        {
            var file = new FoundFile(SourceAt.Of($"/in/{folder}/{name}.jpg", "", 0, default), folder);
            return string.Equals(
                $"{folder}/{name}.jpg",
                template.NameFor(file, new(new Recipe { Width = 1, Format = ImageFormat.Jpeg }, KeepsExtension: true)),
                StringComparison.Ordinal);
        });
    }
}
