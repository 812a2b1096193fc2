using Thumbs.Diagnostics;

namespace Thumbs.Planning.Tests;

public sealed class LinkTests : IDisposable
{
    private const string NoLinks = "Wine: CreateSymbolicLink makes no link, and says that it did.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void Links_to_files_are_followed()
    {
        var plan = _folder.With("real/longer-name.jpg").WithLink("in/a.jpg", "real/longer-name.jpg").Plan("in");
        Assert.Equal(["in/a.jpg > a.jpg"], plan.Lines());
        Assert.Equal("real/longer-name.jpg".Length, plan.Jobs[0].Source.Length);
    }

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void A_link_named_outright_has_the_size_of_its_file() =>
        Assert.Equal("real/longer-name.jpg".Length,
            _folder.With("real/longer-name.jpg").WithLink("a.jpg", "real/longer-name.jpg").Plan("a.jpg").Jobs[0].Source.Length);

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void Links_to_folders_are_followed() =>
        Assert.Equal(["in/album/a.jpg > album/a.jpg"], _folder.With("real/a.jpg").WithLink("in/album", "real").Plan("in").Lines());

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void A_circle_of_links_ends()
    {
        var plan = _folder.With("in/x/a.jpg").WithLink("in/x/up", "in").WithLink("in/x/self", "in/x").Plan("in");
        Assert.Equal(["in/x/a.jpg > x/a.jpg"], plan.Lines());
    }

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void The_way_without_a_link_counts() =>
        Assert.Equal(["in/z/a.jpg > z/a.jpg"], _folder.With("in/z/a.jpg").WithLink("in/album", "in/z").Plan("in").Lines());

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void A_link_to_nothing_is_told()
    {
        var plan = _folder.With("in/b.jpg").WithLink("in/a.jpg", "nowhere.jpg").WithLink("in/c.jpg", "in/c.jpg").Plan("in");
        Assert.Equal(["in/b.jpg > b.jpg"], plan.Lines());
        Assert.Equal(["THUMB0101 in/a.jpg", "THUMB0101 in/c.jpg"], plan.Notes().Order());
    }

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void The_output_folder_is_left_out_behind_a_link_too()
    {
        var plan = _folder.With("in/a.jpg", "thumbs/old.jpg").WithLink("in/made", "thumbs").Plan("in");
        Assert.Equal(["in/a.jpg > a.jpg"], plan.Lines());
    }

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void An_output_through_a_link_that_leads_out_is_refused()
    {
        _folder.With("in/x/y/a.jpg", "elsewhere/b").WithLink("thumbs/x", "elsewhere");
        var problem = Assert.Throws<ThumbsException>(() => _folder.Plan("in")).Problem;
        Assert.Equal(("THUMB0005", "in/x/y/a.jpg"), (problem.Code, problem.Path));
    }

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void A_link_that_stays_in_the_output_folder_is_no_harm() =>
        Assert.Single(_folder.With("in/x/a.jpg", "thumbs/y/b").WithLink("thumbs/x", "thumbs/y").Plan("in").Jobs);

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void The_output_folder_itself_may_be_a_link()
    {
        _folder.With("in/x/a.jpg", "disk/b").WithLink("thumbs", "disk");
        Assert.Single(_folder.Plan("in").Jobs);
    }

    [Fact(Skip = NoLinks, SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWine))]
    public void An_output_folder_of_links_in_a_circle_is_told()
    {
        _folder.With("in/a.jpg").WithLink("other", "thumbs").WithLink("thumbs", "other");
        Assert.Equal("THUMB0002", Assert.Throws<ThumbsException>(() => _folder.Plan("in")).Problem.Code);
    }

    [Fact(Skip = "Windows: modes of files are Unix's.", SkipType = typeof(Platform), SkipWhen = nameof(Platform.IsWindows))]
    public void A_folder_that_cannot_be_listed_is_told_and_the_others_go_on()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("This user may list every folder.");
            return;
        }
        _folder.With("in/locked/a.jpg", "in/b.jpg");
        File.SetUnixFileMode(_folder.At("in/locked"), UnixFileMode.None);
        try
        {
            var plan = _folder.Plan("in");
            Assert.Equal(["in/b.jpg > b.jpg"], plan.Lines());
            Assert.Equal(["THUMB0002 in/locked"], plan.Notes());
        }
        finally
        {
            File.SetUnixFileMode(_folder.At("in/locked"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
