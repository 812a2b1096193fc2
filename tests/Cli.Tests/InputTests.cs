using System.Text;

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
    public async Task Standard_input_in_another_encoding_is_an_error_and_not_a_file_that_is_not_there()
    {
        await using var input = new MemoryStream(Encoding.Latin1.GetBytes("ä.jpg\n"));
        using var tool = new Tool { InputStream = input };

        Assert.StartsWith("thumbs : error THUMB0002: standard input is not UTF-8", await tool.RefusedAsync("-"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_byte_order_mark_says_the_encoding(bool isUtf16)
    {
        var encoding = isUtf16 ? Encoding.Unicode : Encoding.UTF8;
        await using var input = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes("фото.jpg\r\n日本.png\r\n")]);
        using var tool = new Tool { InputStream = input };

        Assert.Equal(0, await tool.RunAsync("-"));
        Assert.Equal(["фото.jpg", "日本.png"], tool.Request!.Inputs);
    }

    [Fact]
    public async Task A_list_that_does_not_come_can_be_interrupted()
    {
        await using var silence = new Silence();
        using var interruption = new CancellationTokenSource();
        using var tool = new Tool { InputStream = silence, Interruption = interruption.Token };

        var run = tool.RunAsync("-");
        await interruption.CancelAsync();

        Assert.Equal(130, await run.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_quotation_mark_that_a_backslash_made_a_letter_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Elsewhere a path may have a quotation mark.");

        // The argument that Windows makes of: dotnet thumbs "photos\" -o out
        Assert.Contains("write \"photos\" instead of \"photos\\\"", await Tool.ErrorOfAsync("photos\" -o out"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_read_once()
    {
        using var tool = new Tool { StandardInput = "a\n" };

        Assert.Equal("thumbs : error THUMB0001: -: standard input can be read only once", await tool.RefusedAsync("-", "-"));
    }

    /// <summary>The input of a user who types nothing, read in a call that cannot be interrupted.</summary>
    private sealed class Silence : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource<int>().Task);
    }
}
