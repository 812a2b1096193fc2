using System.Text.Json;

using Thumbs.Diagnostics;
using Thumbs.Engine;
using Thumbs.Images;
using Thumbs.Planning;

namespace Thumbs.Cli.Tests;

public sealed class ReportTests
{
    private static readonly Summary Summary = new(2, 5, 0, 1, 0, 0, 3_100_000, 120_400, TimeSpan.FromSeconds(0.93), ExitCode.SomeFailed);

    [Fact]
    public async Task A_short_run_in_a_pipe_says_problems_and_the_summary()
    {
        using var tool = new Tool { Engine = Short };

        await tool.RunAsync("photos");

        Assert.Equal("2 made, 5 up to date, 1 failed in 0.9 s (3.1 MB in, 120 kB out)\n", tool.Output);
        Assert.Equal(
            "x.psd : warning THUMB0112: left out\nphotos/c.jpg : warning THUMB0106: cut\nphotos/d.jpg : error THUMB0102: broken\n",
            tool.Errors);
    }

    [Fact]
    public async Task Quiet_says_errors_only()
    {
        using var tool = new Tool { Engine = Short };

        await tool.RunAsync("photos", "--quiet");

        Assert.Equal("", tool.Output);
        Assert.Equal("photos/d.jpg : error THUMB0102: broken\n", tool.Errors);
    }

    [Fact]
    public async Task Verbose_lists_what_was_made_and_what_the_workers_wrote()
    {
        using var verbose = new Tool
        {
            Engine = report =>
            {
                report.Planned(2, work: 2);
                report.Done(Made("a") with { Details = "vips: first\nvips: second\n" });
                report.Done(Made("b") with { Status = OutcomeStatus.UpToDate });
                report.Finished(Summary);
            },
        };

        await verbose.RunAsync("photos", "-v");

        Assert.Equal(
            """
            photos/a.jpg -> /out/a.webp (128x96, 4.3 kB)
              photos/a.jpg: vips: first
              photos/a.jpg: vips: second
            2 made, 5 up to date, 1 failed in 0.9 s (3.1 MB in, 120 kB out)

            """.ReplaceLineEndings("\n"),
            verbose.Output.Replace(Path.GetFullPath("/out"), "/out", StringComparison.Ordinal).Replace('\\', '/'));
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_do()
    {
        using var tool = new Tool
        {
            Engine = report =>
            {
                report.Planned(1, work: 1);
                var foreseen = Made("a").Renditions[0] with { Facts = RenditionFacts.Foreseen(128, 96) };
                report.Done(Made("a") with { Renditions = [foreseen, .. Made("up-to-date").Renditions] });
                report.Finished(Summary with { Deleted = 3 });
            },
        };

        await tool.RunAsync("photos", "--dry-run");

        Assert.Equal(
            $"would make {Path.GetFullPath("/out/a.webp")} from photos/a.jpg\nwould make 2, 5 up to date, 1 failed, would delete 3 in 0.9 s\n",
            tool.Output);
    }

    [Fact]
    public async Task Progress_is_a_line_every_five_seconds_and_not_before()
    {
        var run = new SlowRun();
        using var timed = new Tool { Engine = run.Play };
        run.Advance = timed.Time.Advance;
        run.SeeOutput = () => timed.Output;

        await timed.RunAsync("photos");

        Assert.Equal("", run.AfterFourSeconds);
        Assert.Equal("10 of 100 done, 2.0/s, 45 s left\n", run.AfterFiveSeconds);
        Assert.Equal("10 of 100 done, 2.0/s, 45 s left\n11 of 100 done, 1.1/s, 1 min 21 s left, 1 failed\n", run.AfterTenSeconds);
        Assert.Equal(run.AfterTenSeconds + "2 made, 5 up to date, 1 failed in 0.9 s (3.1 MB in, 120 kB out)\n", timed.Output);
        timed.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.EndsWith("120 kB out)\n", timed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_of_names_and_messages_never_reach_a_log()
    {
        using var tool = new Tool
        {
            Engine = report =>
            {
                report.Planned(1, work: 1);
                report.Noticed(Diagnostic.SkippedFormat.At("a\x1b[2J.psd", "left\rout"));
                report.Done(Made("evil\n\x1b]0;") with { Details = "\x07" });
                report.Finished(Summary);
            },
        };

        await tool.RunAsync("photos", "-v");

        Assert.DoesNotContain(tool.Output + tool.Errors, letter => char.IsControl(letter) && letter != '\n');
        Assert.Equal("a\\x1b[2J.psd : warning THUMB0112: left\\x0dout\n", tool.Errors);
        Assert.StartsWith("photos/evil\\x0a\\x1b]0;.jpg -> ", tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_object_a_line_and_nothing_else()
    {
        using var tool = new Tool { Engine = Short };

        await tool.RunAsync("photos", "--json", "-v");

        Assert.Equal("", tool.Errors);
        var lines = tool.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(10, lines.Count);
        Assert.Equal("""{"severity":"warning","code":"THUMB0112","path":"x.psd","message":"left out"}""", lines[0].GetRawText());
        Assert.Equal(
            """{"source":"photos/ä \"b\".jpg","status":"made","renditions":[{"path":"PATH","width":128,"height":96,"format":"webp","mediaType":"image/webp","bytes":4321,"sha256":"SHA256"}]}""",
            lines[1].GetRawText().Replace(JsonEncodedText.Encode(Path.GetFullPath("/out/ä \"b\".webp"), System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(), "PATH", StringComparison.Ordinal).Replace(Digest.OfText("abc").ToString(), "SHA256", StringComparison.Ordinal));
        Assert.Equal(("made", "THUMB0106", "cut"), (lines[2].GetProperty("status").GetString(), lines[2].GetProperty("code").GetString(), lines[2].GetProperty("message").GetString()));
        Assert.Equal("""{"source":"photos/d.jpg","status":"failed","code":"THUMB0102","message":"broken","renditions":[]}""", lines[3].GetRawText());
        Assert.Equal(
            """{"summary":{"made":2,"upToDate":5,"copied":0,"failed":1,"leftOut":0,"deleted":0,"bytesIn":3100000,"bytesOut":120400,"seconds":0.93,"dryRun":false,"exitCode":1}}""",
            lines[^1].GetRawText());
    }

    [Fact]
    public async Task The_objects_of_json_add_up_to_its_summary()
    {
        using var tool = new Tool { Engine = Short };

        await tool.RunAsync("photos", "--json");

        var lines = tool.Output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var summary = lines[^1].GetProperty("summary");
        foreach (var status in Enum.GetNames<OutcomeStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName))
        {
            var count = lines.Count(line => line.TryGetProperty("status", out var value) && value.GetString() == status);
            Assert.Equal($"{status} {count}", $"{status} {summary.GetProperty(status).GetInt32()}");
        }
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(9_949, "9.9 kB")]
    [InlineData(9_960, "10 kB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.0 MB")]
    [InlineData(3_140_000, "3.1 MB")]
    [InlineData(5_000_000_000_000_000, "5000 TB")]
    public void Bytes_are_written_with_two_or_three_digits(long bytes, string text) =>
        Assert.Equal(text, Figures.Bytes(bytes));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.6, "1 min 0 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3_780, "1 h 3 min")]
    [InlineData(100_000, "27 h 46 min")]
    public void Times_are_written_as_people_say_them(double seconds, string text) =>
        Assert.Equal(text, Figures.Time(TimeSpan.FromSeconds(seconds)));

    internal static Outcome Made(string name) => new(
        SourceAt.Of($"/in/{name}.jpg", $"photos/{name}.jpg", 1_000, DateTime.UnixEpoch),
        OutcomeStatus.Made,
        Facts: null,
        [new RenditionFile(Path.GetFullPath($"/out/{name}.webp"), ImageFormat.WebP, new(128, 96, 4_321, Digest.OfText("abc")))],
        Problems: []) { Work = 1 };

    internal static Outcome Failed(string name) => Made(name) with
    {
        Status = OutcomeStatus.Failed,
        Renditions = [],
        Problems = [Diagnostic.DamagedImage.At($"photos/{name}.jpg", "broken")],
    };

    private static void Short(IReport report)
    {
        report.Planned(8, work: 8);
        report.Noticed(Diagnostic.SkippedFormat.At("x.psd", "left out"));
        report.Done(Made("ä \"b\""));
        report.Done(Made("c") with { Problems = [Diagnostic.TruncatedImageMade.At("photos/c.jpg", "cut")] });
        report.Done(Failed("d"));
        for (var i = 0; i < 5; i++)
            report.Done(Made($"{i}") with { Status = OutcomeStatus.UpToDate });
        report.Finished(Summary);
    }

    /// <summary>Ten images in five seconds, one failure in the next five.</summary>
    private sealed class SlowRun
    {
        public Action<TimeSpan> Advance { get; set; } = _ => { };

        public Func<string> SeeOutput { get; set; } = () => "";

        public string AfterFourSeconds { get; private set; } = "";

        public string AfterFiveSeconds { get; private set; } = "";

        public string AfterTenSeconds { get; private set; } = "";

        public void Play(IReport report)
        {
            report.Planned(100, work: 100);
            for (var i = 0; i < 10; i++)
                report.Done(Made($"{i}"));
            Advance(TimeSpan.FromSeconds(4));
            AfterFourSeconds = SeeOutput();
            Advance(TimeSpan.FromSeconds(1));
            AfterFiveSeconds = SeeOutput();
            report.Done(Failed("x"));
            Advance(TimeSpan.FromSeconds(5));
            AfterTenSeconds = SeeOutput();
            report.Finished(Summary);
        }
    }

    /// <summary>On the thread of a timer it would end the process.</summary>
    [Fact]
    public async Task An_unforeseen_fault_of_the_progress_is_told_at_the_end()
    {
        using var broken = new BrokenScreen();
        using var tool = new Tool { Screen = broken, Engine = report => report.Planned(3, work: 3), Ticks = 3 };

        Assert.Equal(3, await tool.RunAsync("photos"));

        Assert.StartsWith("thumbs : error THUMB0307: InvalidTimeZoneException ", Assert.Single(tool.Errors.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private sealed class BrokenScreen : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidTimeZoneException("broken");
    }
}
