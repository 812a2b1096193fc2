using Spectre.Console;

using Thumbs.Cli.Reports;
using Thumbs.Engine;

namespace Thumbs.Cli.Tests;

public sealed class TerminalTests
{
    [Fact]
    public async Task The_bar_is_drawn_below_the_lines_and_taken_away_at_the_end()
    {
        using var output = new StringWriter();
        var console = Console(output);
        console.Profile.Capabilities.Links = false;
        var bar = new LiveBar(console);

        bar.Show(new RunProgress(Total: 100, Work: 1000));
        bar.Show(new RunProgress(Total: 100, Work: 1000) { Done = 40, Worked = 40, Failed = 2, WorkDone = 500, WorkMade = 400, Elapsed = TimeSpan.FromSeconds(4) });
        bar.Complain(Diagnostics.Diagnostic.DamagedImage.At("photos/[red]a.jpg", "no end"));
        await bar.DisposeAsync();

        var text = output.ToString();
        Assert.Contains("40 of 100 done, 10/s, 5 s left, ", text, StringComparison.Ordinal);
        Assert.Contains("2 failed", text, StringComparison.Ordinal);
        Assert.Contains("\x1b[Jphotos/[red]a.jpg : error THUMB0102: no end\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("\x1b[?25h", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_terminal_can_show_links_the_code_is_one()
    {
        using var output = new StringWriter();
        await using var bar = new LiveBar(Console(output));

        bar.Complain(Diagnostics.Diagnostic.DamagedImage.At("a.jpg", "no end"));

        Assert.Matches(
            "a.jpg : error \x1b]8;id=\\d+;https://github.com/dotnet-thumbs/thumbs/blob/main/docs/diagnostics.md#thumb0102\x1b\\\\THUMB0102\x1b]8;;\x1b\\\\: no end",
            output.ToString());
    }

    [Fact]
    public async Task A_run_in_which_nothing_is_to_do_shows_no_bar()
    {
        using var tool = new Tool
        {
            IsTerminal = true,
            Engine = report =>
            {
                report.Planned(1, work: 1);
                report.Done(ReportTests.Made("a") with { Status = Engine.OutcomeStatus.UpToDate });
                report.Finished(new Engine.Summary(0, 1, 0, 0, 0, 0, 0, 0, TimeSpan.FromSeconds(0.1), 0));
            },
        };

        Assert.Equal(0, await tool.RunAsync("photos"));
        Assert.Equal("0 made, 1 up to date, 0 failed in 0.1 s (0 bytes in, 0 bytes out)\n", tool.Output);
    }

    [Fact]
    public async Task A_run_that_ends_in_an_exception_gives_the_cursor_back()
    {
        using var tool = new Tool
        {
            IsTerminal = true,
            Engine = report =>
            {
                report.Planned(1, work: 1);
                report.Noticed(Diagnostics.Diagnostic.StateUnreadable.At(null, "damaged"));
                throw new Diagnostics.ThumbsException(Diagnostics.Diagnostic.DiskFull.At(null, "no space left"));
            },
        };

        Assert.Equal(3, await tool.RunAsync("photos", "--no-color"));
        Assert.Contains("damaged", tool.Output, StringComparison.Ordinal);
        Assert.Equal("thumbs : error THUMB0303: no space left\n", tool.Errors);
    }

    [Fact]
    public async Task A_terminal_that_goes_away_does_not_end_the_run()
    {
        await using var output = new ClosedTerminal();
        using var tool = new Tool
        {
            IsTerminal = true,
            Screen = output,
            Engine = report =>
            {
                report.Planned(1, work: 1);
                report.Noticed(Diagnostics.Diagnostic.StateUnreadable.At(null, "damaged"));
                report.Finished(new Engine.Summary(1, 0, 0, 0, 0, 0, 0, 0, TimeSpan.Zero, 130));
            },
            ExitCode = 130,
        };

        Assert.Equal(130, await tool.RunAsync("photos", "--no-color"));
        Assert.True(output.WasWritten);
    }

    /// <summary>The output of a program whose terminal was closed.</summary>
    private sealed class ClosedTerminal : StringWriter
    {
        public bool WasWritten { get; private set; }

        public override void Write(char value) => Fail();

        public override void Write(string? value) => Fail();

        public override void Write(char[] buffer, int index, int count) => Fail();

        private void Fail()
        {
            WasWritten = true;
            throw new IOException("Input/output error");
        }
    }

    private static IAnsiConsole Console(TextWriter output) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        ColorSystem = ColorSystemSupport.NoColors,
        Out = new AnsiConsoleOutput(output),
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });
}
