namespace Thumbs.Cli.Tests;

/// <summary>Standard output and standard error that cannot be written, with real processes.</summary>
public sealed class StandardOutputTests : IDisposable
{
    private readonly ToolProcess _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("info")]
    [InlineData("info --help")]
    [InlineData("cache path")]
    [InlineData("cache info")]
    [InlineData("cache verify")]
    [InlineData("cache trim 1MB")]
    [InlineData("photos --version")]
    public async Task What_cannot_be_said_on_a_full_disk_is_an_error(string args)
    {
        SkipWithoutFullDevice();

        Assert.Equal((3, "", "standard output : error THUMB0303: No space left on device\n"), await _engine.ShellAsync($"thumbs {args} >/dev/full"));
        Assert.Equal((3, "", ""), await _engine.ShellAsync($"thumbs {args} >/dev/full 2>&1"));
    }

    [Fact]
    public async Task A_merge_that_cannot_be_told_has_been_done()
    {
        SkipWithoutFullDevice();
        Assert.Equal(0, (await _engine.RunAsync("photos", "-o", "out", "--manifest", "part.json", "--shard", "1/1")).ExitCode);

        var result = await _engine.ShellAsync("thumbs merge 'part*.json' --manifest all.json >/dev/full");

        Assert.Equal((3, "", "standard output : error THUMB0303: No space left on device\n"), result);
        Assert.True(File.Exists(_engine.At("all.json")));
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData(">&-")]
    public async Task A_listing_that_cannot_be_written_is_an_error_and_all_images_are_made(string redirection)
    {
        SkipWithoutFullDevice();

        var (exitCode, _, error) = await _engine.ShellAsync($"thumbs photos -o out --json {redirection}");

        Assert.Equal(3, exitCode);
        Assert.StartsWith("standard output : error THUMB030", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Equal(2, Made());
    }

    [Theory]
    [InlineData(">/dev/full")]
    [InlineData("2>/dev/full")]
    [InlineData(">/dev/full 2>&1")]
    [InlineData(">&- 2>&-")]
    public async Task A_report_to_people_may_be_lost(string redirection)
    {
        SkipWithoutFullDevice();

        Assert.Equal(0, (await _engine.ShellAsync($"thumbs photos -o out --verbose {redirection}")).ExitCode);
        Assert.Equal(2, Made());
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("nosuch --json")]
    [InlineData("photos --size nonsense")]
    [InlineData("cache nonsense")]
    public async Task A_fault_that_cannot_be_told_keeps_its_exit_code(string args)
    {
        SkipWithoutFullDevice();
        Assert.Equal((2, "", ""), await _engine.ShellAsync($"thumbs {args} >/dev/full 2>&1"));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("info")]
    [InlineData("photos -o out --json")]
    [InlineData("photos -o out --verbose")]
    public async Task A_reader_that_has_had_enough_is_no_fault(string args)
    {
        var (_, output, error) = await _engine.ShellAsync($"{{ thumbs {args}; echo $? >code; }} | head -0; cat code");

        Assert.Equal(("0\n", ""), (output, error));
    }

    [Fact]
    public async Task A_current_folder_that_is_gone_is_told() =>
        Assert.Equal(
            (2, "", "thumbs : error THUMB0002: The current folder has been deleted\n"),
            await _engine.ShellAsync("mkdir gone && cd gone && rmdir ../gone && thumbs info"));

    private int Made() => Directory.GetFiles(_engine.At("out")).Count(file => !Path.GetFileName(file).StartsWith('.'));

    private static void SkipWithoutFullDevice() => Assert.SkipUnless(File.Exists("/dev/full"), "This system has no device that is always full.");
}
