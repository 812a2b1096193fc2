using Thumbs.Diagnostics;
using Thumbs.Images;

namespace Thumbs.Planning.Tests;

public sealed class SetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private FileSet Set(string folder, RenditionOptions options, params (string Path, string Folder)[] files) =>
        new(options, folder, [.. files.Select(file => new NamedFile(_folder.At(file.Path), file.Folder))]);

    private Plan Plan(params FileSet[] sets) =>
        Planner.Make(_folder.Request() with { Sets = sets }, TestContext.Current.CancellationToken);

    [Fact]
    public void Each_file_goes_where_it_is_said_to_go()
    {
        _folder.With("in/a.jpg", "in/x/b.png");
        Assert.Equal(
            ["in/a.jpg > gallery/a.jpg", "in/x/b.png > gallery/x/b.png"],
            Plan(Set("gallery", new(), ("in/x/b.png", "x"), ("in/a.jpg", ""))).Lines());
    }

    [Fact]
    public void The_folder_of_a_set_does_not_depend_on_the_name_template()
    {
        _folder.With("in/a.jpg");
        Assert.Equal(["in/a.jpg > gallery/small-a.jpg"], Plan(Set("gallery", new() { NameTemplate = "small-{name}.{ext}" }, ("in/a.jpg", "x"))).Lines());
    }

    [Fact]
    public void Icons_of_two_images_in_one_folder_are_told_as_what_they_are()
    {
        _folder.With("in/a.png", "in/b.png");
        var icons = new RenditionOptions { Icons = true };
        var problem = Assert.Throws<ThumbsException>(() => Plan(Set("", icons, ("in/a.png", "")), Set("", icons, ("in/b.png", "")))).Problem;
        Assert.Equal(Diagnostic.OutputCollision, problem.Diagnostic);
        Assert.StartsWith("The icons of in/a.png and of in/b.png would both be written to favicon.ico", problem.Text, StringComparison.Ordinal);
        Assert.EndsWith("make those of one image, or put each into a folder of its own", problem.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(";", problem.Text[..problem.Text.IndexOf("; make", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.NotEmpty(Plan(Set("one", icons, ("in/a.png", "")), Set("two", icons, ("in/b.png", ""))).Jobs);
    }

    [Fact]
    public void A_source_in_two_sets_is_one_job_whose_renditions_know_their_sets()
    {
        _folder.With("in/a.jpg");
        var job = Assert.Single(Plan(
            Set("", new(), ("in/a.jpg", "")),
            Set("", new() { Formats = [ImageFormat.WebP] }, ("in/a.jpg", ""))).Jobs);
        Assert.Equal([("a.jpg", 0), ("a.webp", 1)], job.Renditions.Select(rendition => (rendition.Output, rendition.Set)));
    }

    [Fact]
    public void Two_sets_that_would_write_one_file_collide()
    {
        _folder.With("in/a.jpg");
        var exception = Assert.Throws<ThumbsException>(() => Plan(
            Set("", new(), ("in/a.jpg", "")),
            Set("", new() { Sharpen = true }, ("in/a.jpg", ""))));
        Assert.Equal(Diagnostic.OutputCollision, exception.Problem.Diagnostic);
    }

    [Fact]
    public void A_file_that_is_listed_twice_in_a_set_counts_once()
    {
        _folder.With("in/a.jpg");
        Assert.Equal(["in/a.jpg > first/a.jpg"], Plan(Set("", new(), ("in/a.jpg", "first"), ("in/a.jpg", "second"))).Lines());
    }

    [Fact]
    public void A_file_that_does_not_exist_is_a_problem_and_the_others_are_planned()
    {
        _folder.With("in/a.jpg");
        var plan = Plan(Set("", new(), ("in/gone.jpg", ""), ("in/a.jpg", "")));
        Assert.Equal(["THUMB0101 in/gone.jpg"], plan.Notes());
        Assert.Equal(["in/a.jpg > a.jpg"], plan.Lines());
    }

    [Fact]
    public void Files_of_the_output_folder_are_never_read()
    {
        _folder.With("thumbs/a.jpg", "in/b.jpg");
        Assert.Equal(["in/b.jpg > b.jpg"], Plan(Set("", new(), ("thumbs/a.jpg", ""), ("in/b.jpg", ""))).Lines());
    }

    private Plan PlanOfInputs(params InputSet[] sets) =>
        Planner.Make(_folder.Request([.. sets.SelectMany(set => set.Inputs)]) with { InputSets = sets }, TestContext.Current.CancellationToken);

    [Fact]
    public void Inputs_with_options_of_their_own_keep_their_folders_below_a_common_one()
    {
        _folder.With("in/hero/a.jpg", "in/icons/a.svg", "in/icons/b.svg");
        Assert.Equal(
            ["in/hero/a.jpg > hero/a-{width=640}.jpg, hero/a-{width=1280}.jpg", "in/icons/a.svg > icons/a.webp", "in/icons/b.svg > icons/b.webp"],
            PlanOfInputs(
                new(new() { Boxes = [new(640, null), new(1280, null)] }, ["in/hero/**"]),
                new(new() { Formats = [ImageFormat.WebP] }, ["in/icons/*.svg"])).Lines());
    }

    [Fact]
    public void An_image_in_two_sets_of_inputs_is_one_job_and_the_same_is_made_once()
    {
        _folder.With("in/a.jpg", "in/b.jpg");
        Assert.Equal(
            ["in/a.jpg > a.jpg, a.webp", "in/b.jpg > b.jpg"],
            PlanOfInputs(new(new(), ["in"]), new(new() { Formats = [null, ImageFormat.WebP] }, ["in/a.jpg"])).Lines());
    }

    [Fact]
    public void Two_sets_of_inputs_that_would_write_one_file_collide()
    {
        _folder.With("in/a.jpg");
        var exception = Assert.Throws<ThumbsException>(() => PlanOfInputs(new(new(), ["in"]), new(new() { Sharpen = true }, ["in"])));
        Assert.Equal(Diagnostic.OutputCollision, exception.Problem.Diagnostic);
    }

    [Fact]
    public void Images_of_one_name_in_two_sets_are_told_apart()
    {
        _folder.With("in/a.png", "in/a.svg");
        Assert.Equal(
            ["in/a.png > a.png", "in/a.svg > a.svg.png"],
            PlanOfInputs(new(new(), ["in/*.png"]), new(new(), ["in/*.svg"])).Lines());
    }
}
