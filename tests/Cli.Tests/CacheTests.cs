namespace Thumbs.Cli.Tests;

public sealed class CacheTests
{
    [Fact]
    public async Task It_is_named_by_an_option_and_there_is_none_without_a_home()
    {
        Assert.Null((await Tool.RequestOfAsync("photos")).CacheFolder);
        Assert.Equal("store", Path.GetFileName((await Tool.RequestOfAsync("photos", "--cache", "store")).CacheFolder));
    }

    [Fact]
    public async Task The_environment_names_one_that_the_command_line_overrides()
    {
        using var tool = new Tool { CacheFolder = "from-environment" };
        Assert.Equal(0, await tool.RunAsync("photos"));
        Assert.Equal(Path.Combine(tool.Folder, "from-environment"), tool.Request!.CacheFolder);
        Assert.Equal(0, await tool.RunAsync("photos", "--cache", "mine"));
        Assert.Equal(Path.Combine(tool.Folder, "mine"), tool.Request!.CacheFolder);
        Assert.Equal(0, await tool.RunAsync("photos", "--no-cache"));
        Assert.Null(tool.Request!.CacheFolder);
        Assert.Contains("--no-cache: cannot be combined with --cache", await Tool.ErrorOfAsync("photos", "--cache", "a", "--no-cache"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verb_tells_of_the_folder_that_is_named()
    {
        using var tool = new Tool { CacheFolder = "store" };
        Assert.Equal(0, await tool.RunAsync("cache", "path"));
        Assert.Equal(0, await tool.RunAsync("cache", "info", "--cache", "other"));
        Assert.Equal(0, await tool.RunAsync("cache", "verify"));
        Assert.Equal(0, await tool.RunAsync("cache", "trim", "1GB"));
        Assert.Equal(0, await tool.RunAsync("cache", "clear"));
        Assert.Equal(
            [
                Path.Combine(tool.Folder, "store"),
                $"{Path.Combine(tool.Folder, "other")}: 0 renditions of 0 sources, 0 bytes",
                "0 renditions of 0 sources, 0 bytes, 0 damaged and dropped",
                "0 renditions of 0 sources, 0 bytes deleted",
            ],
            tool.Output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("there is no home folder to keep a cache in", "cache", "info")]
    [InlineData("takes one of path, info, trim [SIZE], verify and clear", "cache", "--cache", "store")]
    [InlineData("takes one of path, info, trim [SIZE], verify and clear", "cache", "shrink", "--cache", "store")]
    [InlineData("trim: ", "cache", "trim", "much", "--cache", "store")]
    public async Task What_makes_no_sense_is_told(string expected, params string[] args) =>
        Assert.Contains(expected, await Tool.ErrorOfAsync(args), StringComparison.Ordinal);
}
