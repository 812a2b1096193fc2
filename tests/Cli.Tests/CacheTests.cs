namespace Thumbs.Cli.Tests;

public sealed class CacheTests
{
    [Fact]
    public async Task It_is_named_by_an_option_and_there_is_none_without_a_home()
    {
        using var homeless = new Tool { CacheFolder = null };
        Assert.Equal(0, await homeless.RunAsync("photos"));
        Assert.Null(homeless.Request!.CacheFolder);
        using var asked = new Tool { CacheFolder = null };
        Assert.Contains("there is no home folder to keep a cache in", await asked.RefusedAsync("cache", "info"), StringComparison.Ordinal);
        using var lost = new Tool { CacheFolder = null };
        Assert.Contains("there is no home folder to keep in what it gives", await lost.RefusedAsync("photos", "--remote-cache", "http://cache.example"), StringComparison.Ordinal);
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
    public async Task A_remote_one_is_read_only_unless_writing_is_asked_for()
    {
        Assert.Null((await Tool.RequestOfAsync("photos")).RemoteCache);
        var read = await Tool.RequestOfAsync("photos", "--remote-cache", "https://cache.example.com/thumbs");
        Assert.Equal((new Uri("https://cache.example.com/thumbs"), false), (read.RemoteCache, read.RemoteCacheWrite));
        var write = await Tool.RequestOfAsync("photos", "--remote-cache", "http://localhost:8080", "--remote-cache-write");
        Assert.Equal((new Uri("http://localhost:8080/"), true), (write.RemoteCache, write.RemoteCacheWrite));
    }

    [Fact]
    public async Task The_command_line_switches_both_off_that_the_file_names()
    {
        using var tool = new Tool();
        tool.Write("thumbs.json", """{ "cache": "store", "remote-cache": "https://localhost/", "remote-cache-write": true }""");
        Assert.Equal(0, await tool.RunAsync("photos"));
        Assert.True(tool.Request!.RemoteCacheWrite);
        Assert.Equal(0, await tool.RunAsync("photos", "--no-cache"));
        Assert.Equal((null, null, false), (tool.Request!.CacheFolder, tool.Request.RemoteCache, tool.Request.RemoteCacheWrite));
        Assert.Equal(0, await tool.RunAsync("photos", "--remote-cache-write=false"));
        Assert.Equal((new Uri("https://localhost/"), false), (tool.Request!.RemoteCache, tool.Request.RemoteCacheWrite));
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
    [InlineData("takes one of path, info, trim [SIZE], verify and clear", "cache", "--cache", "store")]
    [InlineData("takes one of path, info, trim [SIZE], verify and clear", "cache", "shrink", "--cache", "store")]
    [InlineData("trim: ", "cache", "trim", "much", "--cache", "store")]
    public async Task What_makes_no_sense_is_told(string expected, params string[] args) =>
        Assert.Contains(expected, await Tool.ErrorOfAsync(args), StringComparison.Ordinal);
}
