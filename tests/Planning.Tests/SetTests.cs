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
}
