using Thumbs.Diagnostics;

namespace Thumbs.Planning.Tests;

/// <summary>Folders that a search leaves out: earlier output, ignore files, --exclude.</summary>
public sealed class IgnoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bin/", "bin", true)]
    [InlineData("bin/", "a/b/bin", true)]
    [InlineData("[Bb]in/", "Bin", true)]
    [InlineData("[!a]bc/", "xbc", true)]
    [InlineData("[!a]bc/", "abc", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[ab", "[ab", false)]
    [InlineData("/dist", "dist", true)]
    [InlineData("/dist", "a/dist", false)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "x/a/b", false)]
    [InlineData("**/cache", "a/b/cache", true)]
    [InlineData("**/cache", "cache", true)]
    [InlineData("build/**", "build/x", true)]
    [InlineData("build/**", "build", false)]
    [InlineData("a/**/c", "a/c", true)]
    [InlineData("a/**/c", "a/x/y/c", true)]
    [InlineData("a/**/c", "a/x/y/d", false)]
    [InlineData("foo/*", "foo/x", true)]
    [InlineData("foo/*", "foo/x/y", false)]
    [InlineData("*.p?g", "a/x.png", true)]
    [InlineData("*.p?g", "x.jpeg", false)]
    [InlineData("d*x*y", "dixxzy", true)]
    [InlineData("\\#x", "#x", true)]
    [InlineData("#x", "#x", false)]
    [InlineData("\\!x", "!x", true)]
    [InlineData("x\\ y", "x y", true)]
    [InlineData("x\\ ", "x", false)]
    [InlineData("x  ", "x", true)]
    [InlineData("", "x", false)]
    public void A_line_speaks_of_what_git_says_it_does(string line, string path, bool leftOut)
    {
        var rules = new IgnoreRules(_folder.Path, [line]);
        Assert.Equal(leftOut, rules.LeaveOut(_folder.At(path), isFolder: true) == true);
    }

    [Fact]
    public void A_pattern_made_to_take_long_takes_no_time()
    {
        var rules = new IgnoreRules(_folder.Path, [string.Concat(Enumerable.Repeat("*a", 5_000)) + "b", string.Concat(Enumerable.Repeat("**/", 500)) + "b"]);
        var path = _folder.At(string.Join('/', Enumerable.Repeat(new string('a', 200), 10)));
        Assert.Null(rules.LeaveOut(path, isFolder: true));
    }

    [Fact]
    public void The_last_line_that_speaks_of_a_path_decides()
    {
        var rules = new IgnoreRules(_folder.Path, ["*", "!keep"]);
        Assert.True(rules.LeaveOut(_folder.At("other"), isFolder: true));
        Assert.False(rules.LeaveOut(_folder.At("keep"), isFolder: true));
    }

    [Fact]
    public void Earlier_output_and_ignored_folders_are_left_out_with_one_note()
    {
        _folder.With("a.jpg", "small/.thumbs-state.json", "small/a.jpg", "site/node_modules/x/b.png", "site/c.png", "bin/d.png");
        File.WriteAllText(_folder.At(".gitignore"), "bin/\nnode_modules\n");
        var plan = _folder.Plan(".");
        Assert.Equal(["a.jpg > a.jpg", "site/c.png > site/c.png"], plan.Lines());
        var problem = Assert.Single(plan.Problems);
        Assert.Equal("thumbs : note THUMB0113: Not searched: bin, site/node_modules (.gitignore); small (made by an earlier run). Name a folder itself to have it searched", problem.ToString());
    }

    [Fact]
    public void What_is_named_itself_is_searched()
    {
        _folder.With("small/.thumbs-state.json", "small/a.jpg", "bin/d.png");
        File.WriteAllText(_folder.At(".gitignore"), "bin/\nsmall/\n");
        Assert.Equal(["bin/d.png > bin/d.png", "small/a.jpg > small/a.jpg"], _folder.Plan("small", "bin/*").Lines());
    }

    [Fact]
    public void The_ignore_files_above_the_input_hold_within_a_repository()
    {
        _folder.With("repo/.git/HEAD", "repo/src/img/a.jpg", "repo/src/img/raw/b.jpg");
        File.WriteAllText(_folder.At(".gitignore"), "img");
        File.WriteAllText(_folder.At("repo/.gitignore"), "/src/img/raw/");
        Assert.Equal(["repo/src/img/a.jpg > img/a.jpg"], _folder.Plan("repo/src").Lines());
    }

    [Fact]
    public void Our_own_ignore_file_leaves_out_files_too_and_takes_back_what_git_ignores()
    {
        _folder.With("photos/a.jpg", "photos/a.draft.jpg", "b.png");
        File.WriteAllText(_folder.At(".gitignore"), "photos/\n*.png\n");
        File.WriteAllText(_folder.At(".thumbsignore"), "!photos/\n*.draft.*\n");
        var plan = _folder.Plan(".");
        Assert.Equal(["b.png > b.png", "photos/a.jpg > photos/a.jpg"], plan.Lines());
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public void What_the_user_excludes_is_left_out_however_it_is_named_and_silently()
    {
        _folder.With("a.jpg", "raw/b.jpg", "x/raw/c.jpg", "x/d.draft.png", "x/e.png");
        var request = _folder.Request(".", "raw/b.jpg", "raw", "x/*.png") with { Exclude = new(_folder.Path, ["raw", "*.draft.png"]) };
        var plan = Planner.Make(request, TestContext.Current.CancellationToken);
        Assert.Equal(["a.jpg > a.jpg", "x/e.png > x/e.png"], plan.Lines());
        Assert.Empty(plan.Problems);
    }
}
