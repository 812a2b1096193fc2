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
        Assert.Equal(["x/a-320.jpg", "x/a-640.jpg"], Outputs(new() { Boxes = [new(320, null), new(640, null)] }));
    }

    [Fact]
    public void Several_boxes_of_one_width_are_told_apart_by_both_sides()
    {
        _folder.With("in/a.jpg");
        Assert.Equal(["a-320x240.jpg", "a-320x320.jpg"], Outputs(new() { Boxes = [new(320, 240), new(320, 320)] }));
        Assert.Equal(["a-{width}x240.jpg", "a-{width}x480.jpg"], Outputs(new() { Boxes = [new(null, 240), new(null, 480)] }));
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
    [InlineData("t-{width}/{dir}/{name}.{format}", "t-128/x/y/a.jpeg")]
    [InlineData("{dir}/{name}.{hash}.{ext}", "x/y/a.{hash}.jpg")]
    [InlineData("{width}x{height}/{name}.{ext}", "128x96/a.jpg")]
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
    [InlineData("{name", "THUMB0001", "{hash}")]
    [InlineData("", "THUMB0001", "folder")]
    [InlineData("{name}/", "THUMB0001", "folder")]
    [InlineData("{name}\0.jpg", "THUMB0001", "not allowed")]
    [InlineData("../{name}.{ext}", "THUMB0005", "leads out")]
    [InlineData("{dir}/../../{name}.{ext}", "THUMB0005", "leads out")]
    [InlineData("/etc/{name}.{ext}", "THUMB0005", "leads out")]
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
        Assert.Equal("x/a-640x480.0123456789abcdef.jpg", LateName.Resolve("x/a-{width}x{height}.{hash}.jpg", facts));
        Assert.Equal("x/a.jpg", LateName.Resolve("x/a.jpg", facts));
    }

    [Fact]
    public void A_source_named_like_a_placeholder_is_not_taken_for_one()
    {
        _folder.With("in/{width}/a{hash}.jpg");
        Assert.Equal(["(width)/a(hash).jpg"], Outputs(new()));
    }

    [Fact]
    public void Any_name_keeps_its_parts()
    {
        var word = Gen.Char["ab{}.-é "].Array[1, 8].Select(letters => new string(letters)).Where(text => text.Trim('.', ' ').Length > 0);
        var template = new NameTemplate("{dir}/{name}.{ext}");
        Gen.Select(word, word).Sample((folder, name) =>
        {
            var file = new FoundFile(new Source($"/in/{folder}/{name}.jpg", "", 0, default), folder);
            return string.Equals(
                $"{folder}/{name}.jpg",
                template.NameFor(file, new(new Recipe { Width = 1, Format = ImageFormat.Jpeg }, KeepsExtension: true)),
                StringComparison.Ordinal);
        });
    }
}
