using Thumbs.Diagnostics;

namespace Thumbs.Planning.Tests;

public sealed class InputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_searched_with_all_below_it_and_its_structure_is_kept()
    {
        var plan = _folder.With("photos/b.PNG", "photos/2024/may/a.jpg", "photos/readme.txt", "other/c.jpg").Plan("photos");
        Assert.Equal(["photos/2024/may/a.jpg > 2024/may/a.jpg", "photos/b.PNG > b.PNG"], plan.Lines());
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void The_source_carries_the_path_size_and_time_of_the_file()
    {
        _folder.With("photos/a.jpg");
        var time = new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.At("photos/a.jpg"), time);
        foreach (var input in new[] { "photos", "photos/a.jpg", "photos/*.jpg" })
        {
            var source = Assert.Single(_folder.Plan(input).Jobs).Source;
            Assert.Equal(SourceAt.Of(_folder.At("photos/a.jpg"), "photos/a.jpg", "photos/a.jpg".Length, time), source);
        }
    }

    [Fact]
    public void A_source_outside_the_base_folder_is_named_by_its_whole_path()
    {
        _folder.With("photos/a.jpg", "base/x");
        var request = _folder.Request("../photos") with { BaseFolder = _folder.At("base") };
        var job = Assert.Single(Planner.Make(request, TestContext.Current.CancellationToken).Jobs);
        Assert.Equal(_folder.At("photos/a.jpg").Replace('\\', '/'), job.Source.Name);
    }

    [Fact]
    public void A_file_named_outright_goes_straight_into_the_output_folder()
    {
        var plan = _folder.With("photos/2024/a.jpg").Plan("photos/2024/a.jpg");
        Assert.Equal(["photos/2024/a.jpg > a.jpg"], plan.Lines());
    }

    [Fact]
    public void A_file_named_outright_is_a_job_whatever_it_is()
    {
        var plan = _folder.With("a.heic", "notes.txt").Plan("a.heic", "notes.txt");
        Assert.Equal(["a.heic > a.jpg", "notes.txt > notes.jpg"], plan.Lines());
    }

    [Fact]
    public void A_file_without_a_telling_name_is_known_by_its_first_bytes()
    {
        File.WriteAllBytes(_folder.At("scan"), [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        File.WriteAllText(_folder.At("logo.xml"), "<?xml version='1.0'?><svg/>");
        Assert.Equal(["logo.xml > logo.png", "scan > scan.png"], _folder.Plan("scan", "logo.xml").Lines());
    }

    [Fact]
    public void Formats_that_cannot_be_read_are_left_out_of_a_folder_with_a_warning_each()
    {
        var plan = _folder.With("photos/a.HEIC", "photos/b.jpg", "photos/c.nef", "photos/d.pdf", "photos/x/e.heic", "photos/f.heic").Plan("photos");
        Assert.Equal(["photos/b.jpg > b.jpg"], plan.Lines());
        Assert.Equal(["THUMB0112 photos/a.HEIC", "THUMB0112 photos/c.nef"], plan.Notes());
        Assert.Equal(
            [
                "Left out, and 2 more: HEIC cannot be read; a libvips of the system may read it: --libvips system",
                "Left out: Nikon raw cannot be read; a libvips of the system may read it: --libvips system, --loaders raw",
            ],
            plan.Problems.Select(problem => problem.Text));
        Assert.Equal(4, plan.Findings.UnreadableFiles);
    }

    [Fact]
    public void Hidden_files_and_folders_and_our_own_files_are_left_out_of_a_folder()
    {
        var plan = _folder.With("photos/.a.jpg", "photos/.cache/b.jpg", "photos/.thumbs-1.tmp", "photos/c.jpg").Plan("photos");
        Assert.Equal(["photos/c.jpg > c.jpg"], plan.Lines());
    }

    [Fact]
    public void A_hidden_folder_that_is_named_outright_is_searched() =>
        Assert.Equal([".shots/a.jpg > a.jpg"], _folder.With(".shots/a.jpg").Plan(".shots").Lines());

    [Theory]
    [InlineData("assets/*.jpg", "assets/a.JPG")]
    [InlineData("assets/**/*.jpg", "assets/a.JPG", "assets/x/b.jpg", "assets/x/y/c.jpg")]
    [InlineData("assets/**/*.{jpg,png}", "assets/a.JPG", "assets/d.png", "assets/x/b.jpg", "assets/x/y/c.jpg")]
    [InlineData("assets/x/{b,e}.jpg", "assets/x/b.jpg")]
    [InlineData("assets/*/*.jpg", "assets/x/b.jpg")]
    [InlineData("assets/x/y/*", "assets/x/y/c.jpg")]
    [InlineData("./assets/{x,nowhere}/**/*.jpg", "assets/x/b.jpg", "assets/x/y/c.jpg")]
    public void A_glob_finds(string glob, params string[] expected)
    {
        _folder.With("assets/a.JPG", "assets/d.png", "assets/x/b.jpg", "assets/x/y/c.jpg", "assets/x/y/notes.txt", "assets/.h/z.jpg");
        Assert.Equal(expected, _folder.Plan(glob).Jobs.Select(job => job.Source.Name));
    }

    [Fact]
    public void The_folder_before_the_first_wildcard_is_the_input_root()
    {
        _folder.With("assets/x/y/c.jpg");
        Assert.Equal(["assets/x/y/c.jpg > x/y/c.jpg"], _folder.Plan("assets/**/*.jpg").Lines());
        Assert.Equal(["assets/x/y/c.jpg > y/c.jpg"], _folder.Plan("assets/x/{y,z}/*.jpg").Lines());
    }

    [Fact]
    public void A_glob_may_be_absolute_or_begin_above_the_base_folder()
    {
        _folder.With("assets/a.jpg", "base/x");
        Assert.Single(_folder.Plan(_folder.At("assets") + "/*.jpg").Jobs);
        var request = _folder.Request("../assets/*.jpg") with { BaseFolder = _folder.At("base") };
        Assert.Single(Planner.Make(request, TestContext.Current.CancellationToken).Jobs);
    }

    [Fact]
    public void A_glob_that_names_an_extension_means_every_match_and_one_that_ends_in_a_star_only_images()
    {
        _folder.With("in/a.heic", "in/b.txt", "in/c.jpg");
        Assert.Equal(["in/a.heic > a.jpg"], _folder.Plan("in/*.heic").Lines());
        var all = _folder.Plan("in/**/*");
        Assert.Equal(["in/c.jpg > c.jpg"], all.Lines());
        Assert.Equal(["THUMB0112 in/a.heic"], all.Notes());
    }

    [Fact]
    public void A_glob_finds_hidden_files_only_when_it_asks_for_them() =>
        Assert.Equal(["in/.h/a.jpg > .h/a.jpg"], _folder.With("in/.h/a.jpg", "in/b.jpg").Plan("in/.*/*.jpg").Lines());

    [Fact]
    public void An_existing_file_whose_name_looks_like_a_glob_is_that_file() =>
        Assert.Equal(["in/{a,b}.jpg > {a,b}.jpg"], _folder.With("in/{a,b}.jpg", "in/a.jpg").Plan("in/{a,b}.jpg").Lines());

    [Theory]
    [InlineData("in/a?.jpg")]
    [InlineData("in/*/../*.jpg")]
    public void A_glob_that_cannot_be_understood_is_refused(string glob) =>
        Assert.Equal("THUMB0001", Assert.Throws<ThumbsException>(() => _folder.With("in/a.jpg").Plan(glob)).Problem.Code);

    [Theory]
    [InlineData("nowhere")]
    [InlineData("nowhere.jpg")]
    [InlineData("nowhere/*.jpg")]
    public void An_input_that_does_not_exist_ends_everything(string input)
    {
        var problem = Assert.Throws<ThumbsException>(() => _folder.With("in/a.jpg").Plan("in", input)).Problem;
        Assert.Equal(("THUMB0002", input), (problem.Code, problem.Path));
    }

    [Fact]
    public void An_input_without_images_is_told_and_the_others_go_on()
    {
        Directory.CreateDirectory(_folder.At("empty"));
        var plan = _folder.With("in/a.jpg").Plan("empty", "in", "in/*.png");
        Assert.Equal(["in/a.jpg > in/a.jpg"], plan.Lines());
        Assert.Equal(["THUMB0003 empty", "THUMB0003 in/*.png"], plan.Notes());
    }

    [Fact]
    public void A_file_reached_by_two_inputs_is_one_job_in_whatever_order()
    {
        _folder.With("in/x/a.jpg");
        Assert.Equal(["in/x/a.jpg > x/a.jpg"], _folder.Plan("in", "in/x", "in/x/a.jpg").Lines());
        Assert.Equal(["in/x/a.jpg > x/a.jpg"], _folder.Plan("in/x/a.jpg", "in").Lines());
    }

    [Theory]
    [InlineData("in/2023/a.jpg in/2024/a.jpg", "2023/a.jpg 2024/a.jpg")]
    [InlineData("in/2024/a.jpg in/2024/b.jpg", "a.jpg b.jpg")]
    [InlineData("in/2023 in/2024", "2023/a.jpg 2024/a.jpg 2024/b.jpg")]
    [InlineData("in/2024 in/2023", "2023/a.jpg 2024/a.jpg 2024/b.jpg")]
    [InlineData("in/2023/*.jpg in/2024/b.*", "2023/a.jpg 2024/b.jpg")]
    [InlineData("in/2023 other/a.jpg", "in/2023/a.jpg other/a.jpg")]
    [InlineData("in/2023 in", "2023/a.jpg 2024/a.jpg 2024/b.jpg")]
    public void Several_inputs_keep_their_folders_below_the_deepest_that_holds_them_all(string inputs, string outputs)
    {
        _folder.With("in/2023/a.jpg", "in/2024/a.jpg", "in/2024/b.jpg", "other/a.jpg");
        Assert.Equal(outputs.Split(' '), _folder.Plan(inputs.Split(' ')).Jobs.Select(job => job.Renditions[0].Output));
    }

    [Fact]
    public void The_folder_below_which_folders_are_kept_can_be_named()
    {
        _folder.With("in/2023/a.jpg", "in/2024/a.jpg");
        Plan Below(string folder, params string[] inputs) =>
            Planner.Make(_folder.Request(inputs) with { SourceBase = _folder.At(folder) }, TestContext.Current.CancellationToken);
        Assert.Equal(["in/2023/a.jpg > in/2023/a.jpg"], Below(".", "in/2023/a.jpg").Lines());
        Assert.Equal(["in/2023/a.jpg > 2023/a.jpg", "in/2024/a.jpg > 2024/a.jpg"], Below("in", "in/2023", "in/2024").Lines());
        Assert.Equal(["in/2023/a.jpg > a.jpg"], Below("in/2023/", "in/2023").Lines());
        var problem = Assert.Throws<ThumbsException>(() => Below("in/2023", "in/2024/a.jpg")).Problem;
        Assert.Equal(("THUMB0001", "in/2024/a.jpg"), (problem.Code, problem.Path));
        Assert.EndsWith("in/2023, the folder of --base", problem.Text.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public void Jobs_come_in_the_ordinal_order_of_their_paths()
    {
        var names = _folder.With("in/b.jpg", "in/B.png", "in/a-b/c.jpg", "in/a/c.jpg", "in/ä.jpg").Plan("in").Jobs.Select(job => job.Source.Path);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void What_lies_in_the_output_folder_is_left_out_silently()
    {
        var plan = _folder.With("in/a.jpg", "in/thumbs/old.jpg", "in/thumbs/sub/old.jpg");
        var request = plan.Request("in", "in/thumbs", "in/thumbs/old.jpg", "in/**/*.jpg") with { OutputFolder = _folder.At("in/thumbs") };
        var made = Planner.Make(request, TestContext.Current.CancellationToken);
        Assert.Equal(["in/a.jpg > a.jpg"], made.Lines());
        Assert.Empty(made.Problems);
    }

    [Fact]
    public void Inputs_that_all_lie_in_the_output_folder_are_an_error()
    {
        var request = _folder.With("a.jpg").Request(".") with { OutputFolder = _folder.Path };
        var problem = Assert.Throws<ThumbsException>(() => Planner.Make(request, TestContext.Current.CancellationToken)).Problem;
        Assert.Equal("THUMB0005", problem.Code);
        Assert.Contains("--output", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Planning_stops_when_it_is_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => Planner.Make(_folder.With("in/a.jpg").Request("in"), new CancellationToken(canceled: true)));
}
