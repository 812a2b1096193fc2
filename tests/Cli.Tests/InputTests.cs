namespace Thumbs.Cli.Tests;

public sealed class InputTests
{
    [Theory]
    [InlineData("a.jpg\nb c.jpg\n", new[] { "a.jpg", "b c.jpg" })]
    [InlineData("a.jpg\r\n\r\nb.jpg", new[] { "a.jpg", "b.jpg" })]
    [InlineData("a.jpg\0b\nc.jpg\0", new[] { "a.jpg", "b\nc.jpg" })]
    [InlineData("ä.jpg\n", new[] { "ä.jpg" })]
    public async Task Standard_input_lists_paths_by_line_or_by_nul(string text, string[] inputs)
    {
        using var tool = new Tool { StandardInput = text };

        Assert.Equal(0, await tool.RunAsync("x", "-", "y"));
        Assert.Equal(["x", .. inputs, "y"], tool.Request!.Inputs);
    }

    [Fact]
    public async Task Standard_input_that_lists_nothing_is_an_error()
    {
        using var tool = new Tool { StandardInput = "\n\n" };

        Assert.Equal("thumbs : error THUMB0002: standard input lists no path", await tool.RefusedAsync("-"));
    }

    [Fact]
    public async Task Standard_input_is_read_once()
    {
        using var tool = new Tool { StandardInput = "a\n" };

        Assert.Equal("thumbs : error THUMB0001: -: standard input can be read only once", await tool.RefusedAsync("-", "-"));
    }
}
