using CsCheck;

using Thumbs.Diagnostics;
using Thumbs.Files;
using Thumbs.Images;

namespace Thumbs.Planning.Tests;

public sealed class CollisionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Problem Refused(RenditionOptions options, StringComparer? comparer = null, params string[] inputs)
    {
        var request = _folder.Request(inputs.Length == 0 ? ["in"] : inputs) with { Renditions = options };
        return Assert.Throws<ThumbsException>(() => Planner.Make(request, TestContext.Current.CancellationToken, comparer)).Problem;
    }

    [Theory]
    [InlineData("logo.png logo.svg", "png", "logo.png logo.svg.png")]
    [InlineData("logo.svg logo.png", "auto", "logo.png logo.svg.png")]
    [InlineData("x.jpg x.png", "webp", "x.jpg.webp x.png.webp")]
    [InlineData("x.jpg x.png", "jpeg", "x.jpg x.png.jpg")]
    [InlineData("x.jpg x.jpeg", "jpeg", "x.jpeg.jpg x.jpg")]
    [InlineData("x.JPG x.png", "jpeg", "x.jpg x.png.jpg")]
    [InlineData("x.tiff x.png", "tiff", "x.png.tif x.tif")]
    [InlineData("x.jpeg x.jpe", "jpeg", "x.jpe.jpg x.jpeg.jpg")]
    [InlineData("x.png X.svg", "png", "X.svg.png x.png")]
    public void Sources_of_one_name_are_told_apart_in_whatever_order(string sources, string format, string outputs)
    {
        _folder.With([.. sources.Split(' ').Select(name => $"in/{name}")]);
        if (Directory.GetFiles(_folder.At("in")).Length < sources.Split(' ').Length)
            Assert.Skip("This disk does not tell case apart.");
        foreach (var inputs in new[] { ["in"], [.. sources.Split(' ').Select(name => $"in/{name}")], sources.Split(' ').Reverse().Select(name => $"in/{name}").ToArray() })
        {
            var request = _folder.Request(inputs) with { Renditions = new() { Formats = [FormatNames.OfWord(format)] } };
            var plan = Planner.Make(request, TestContext.Current.CancellationToken, StringComparer.OrdinalIgnoreCase);
            Assert.Equal(outputs.Split(' '), plan.Jobs.Select(job => job.Renditions[0].Output).Order(StringComparer.Ordinal));
            Assert.Equal("THUMB0012", Assert.Single(plan.Problems).Code);
        }
    }

    [Fact]
    public void The_extension_of_the_source_stands_before_the_width_and_one_note_tells_of_all()
    {
        _folder.With("in/a.jpg", "in/a.png", "in/b.gif", "in/b.webp", "in/{width}.png", "in/{width}.gif");
        var request = _folder.Request("in") with { Renditions = new() { Formats = [ImageFormat.WebP], Boxes = [new(320, null), new(640, null)] } };

        var plan = Planner.Make(request, TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "in/a.jpg > a.jpg-{width=320}.webp, a.jpg-{width=640}.webp", "in/a.png > a.png-{width=320}.webp, a.png-{width=640}.webp",
                "in/b.gif > b.gif-{width=320}.webp, b.gif-{width=640}.webp", "in/b.webp > b-{width=320}.webp, b-{width=640}.webp",
                "in/{width}.gif > (width).gif-{width=320}.webp, (width).gif-{width=640}.webp",
                "in/{width}.png > (width).png-{width=320}.webp, (width).png-{width=640}.webp",
            ],
            plan.Lines());
        var note = Assert.Single(plan.Problems);
        Assert.Equal("Another image has the same name, so it is written to a.jpg-320.webp; in the same way 4 more", note.Text);
    }

    [Fact]
    public void Two_sources_to_one_output_are_both_named_where_a_template_or_a_build_names_them()
    {
        _folder.With("in/a.jpg", "in/a.png");
        var problem = Refused(new() { Formats = [ImageFormat.WebP], NameTemplate = "{name}.{ext}" });
        Assert.Equal("THUMB0004", problem.Code);
        Assert.Equal("in/a.jpg and in/a.png would both be written to a.webp; put {source-ext} or {dir} into --name", problem.Text);

        var build = _folder.Request() with
        {
            Sets = [new(new() { Formats = [ImageFormat.WebP] }, "", [new(_folder.At("in/a.jpg"), ""), new(_folder.At("in/a.png"), "")])],
        };
        Assert.Equal("THUMB0004", Assert.Throws<ThumbsException>(() => Planner.Make(build, TestContext.Current.CancellationToken)).Problem.Code);
    }

    [Fact]
    public void The_first_three_are_told_and_the_rest_is_counted()
    {
        for (var i = 0; i < 9; i++)
            _folder.With($"in/{i}.jpg", $"in/{i}.png");
        var problem = Refused(new() { Formats = [ImageFormat.WebP], NameTemplate = "{name}.{ext}" });
        Assert.Contains("2.webp; put {source-ext} or {dir} into --name; and 6 more", problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("3.webp", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_one_name_from_two_roots_collide()
    {
        _folder.With("in/a.jpg", "other/a.jpg");
        Assert.Contains("in/a.jpg and other/a.jpg", Refused(new() { NameTemplate = "{name}.{ext}" }, comparer: null, "in", "other").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_renditions_of_one_source_collide()
    {
        _folder.With("in/a.jpg");
        var problem = Refused(new() { NameTemplate = "{name}.{ext}", Boxes = [new(320, null), new(640, null)] });
        Assert.Equal("THUMB0004", problem.Code);
        Assert.Contains("{width}", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_hold_the_hash_do_not_collide()
    {
        _folder.With("in/a.jpg", "in/a.png");
        var request = _folder.Request("in") with { Renditions = new() { NameTemplate = "{hash}.{ext}", Formats = [ImageFormat.WebP] } };
        Assert.Equal(2, Planner.Make(request, TestContext.Current.CancellationToken).Jobs.Count);
    }

    [Fact]
    public void Case_matters_only_where_the_disk_tells_it_apart()
    {
        _folder.With("in/a.jpg", "in/A.png");
        var options = new RenditionOptions { Formats = [ImageFormat.WebP], NameTemplate = "{name}.{ext}" };
        Assert.Equal("THUMB0004", Refused(options, StringComparer.OrdinalIgnoreCase).Code);
        var request = _folder.Request("in") with { Renditions = options };
        Assert.Equal(2, Planner.Make(request, TestContext.Current.CancellationToken, StringComparer.Ordinal).Jobs.Count);
    }

    [Fact]
    public void The_disk_is_asked_whether_it_tells_case_apart()
    {
        _folder.With("Probe/x");
        var tells = !Directory.Exists(_folder.At("pROBE"));
        Assert.Equal(tells ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase, DiskCase.ComparerFor(_folder.At("Probe/new/folder")));
    }

    [Fact(Skip = "Windows: disks do not tell case apart.", SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWindows))]
    public void A_folder_of_the_flipped_name_does_not_fool_the_question()
    {
        _folder.With("Probe/x");
        if (Directory.Exists(_folder.At("pROBE")))
            Assert.Skip("This disk does not tell case apart.");
        _folder.With("pROBE/x");
        Assert.Equal(StringComparer.Ordinal, DiskCase.ComparerFor(_folder.At("Probe")));
    }

    [Fact]
    public void A_collision_is_found_exactly_where_two_outputs_are_equal()
    {
        var outputs = Gen.Char["abAB"].Array[1, 2].Select(letters => new string(letters) + ".jpg").Array[0, 6];
        outputs.Sample(names =>
        {
            var jobs = names.Select((name, i) => new Job(
                SourceAt.Of($"/{i}", $"{i}", 0, default),
                [new Rendition(new Recipe { Width = 1 }, name)])).ToList();
            foreach (var comparer in new[] { StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase })
            {
                var collides = Record.Exception(() => OutputNames.Check(jobs, comparer, "--name")) is ThumbsException;
                if (collides != (names.Distinct(comparer).Count() < names.Length))
                    return false;
            }
            return true;
        });
    }
}
