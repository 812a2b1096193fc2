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

    [Fact]
    public void Two_sources_to_one_output_are_both_named()
    {
        _folder.With("in/a.jpg", "in/a.png");
        var problem = Refused(new() { Formats = [ImageFormat.WebP] });
        Assert.Equal("THUMB0004", problem.Code);
        Assert.Equal("in/a.jpg and in/a.png would both be written to a.webp", problem.Text);
    }

    [Fact]
    public void The_first_three_are_told_and_the_rest_is_counted()
    {
        for (var i = 0; i < 9; i++)
            _folder.With($"in/{i}.jpg", $"in/{i}.png");
        var problem = Refused(new() { Formats = [ImageFormat.WebP] });
        Assert.Contains("2.webp; and 6 more", problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("3.webp", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_one_name_from_two_roots_collide()
    {
        _folder.With("in/a.jpg", "other/a.jpg");
        Assert.Contains("in/a.jpg and other/a.jpg", Refused(new(), comparer: null, "in", "other").Text, StringComparison.Ordinal);
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
        var options = new RenditionOptions { Formats = [ImageFormat.WebP] };
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
                new Source($"/{i}", $"{i}", 0, default),
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
