using System.Diagnostics;

using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Planning.Tests;

public sealed class WindowsPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static void NeedsWindows() => Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows has such paths.");

    [Theory]
    [InlineData(@"\\?\C:\a\b.jpg", @"C:\a\b.jpg")]
    [InlineData(@"\\.\c:\a", @"c:\a")]
    [InlineData("//?/C:/a", "C:/a")]
    [InlineData(@"\\?\UNC\server\share\a", @"\\server\share\a")]
    [InlineData(@"\\?\Volume{1}\a", @"\\?\Volume{1}\a")]
    [InlineData(@"\\.\pipe\a", @"\\.\pipe\a")]
    [InlineData(@"\\server\share\a", @"\\server\share\a")]
    [InlineData(@"C:a", @"C:a")]
    [InlineData("a", "a")]
    [InlineData("", "")]
    public void A_prefix_that_says_nothing_is_taken_off(string path, string expected) => Assert.Equal(expected, WindowsPath.WithoutPrefix(path));

    [Fact]
    public void An_input_with_the_prefix_is_the_input_without()
    {
        NeedsWindows();
        _folder.With("in/a.jpg", "in/x/b.jpg", "thumbs/c.jpg");
        Assert.Equal(["in/a.jpg > a.jpg", "in/x/b.jpg > x/b.jpg"], _folder.Plan(@"\\?\" + _folder.At("in")).Lines());
        Assert.Equal(["in/a.jpg > a.jpg"], _folder.Plan(@"\\?\" + _folder.At("in") + @"\*.jpg").Lines());
        Assert.Equal("THUMB0005", Assert.Throws<ThumbsException>(() => _folder.Plan(@"\\?\" + _folder.At("thumbs"))).Problem.Code);
    }

    [Fact]
    public void Paths_may_start_from_the_drive_or_from_its_folder()
    {
        NeedsWindows();
        _folder.With("in/a.jpg");
        var drive = Path.GetPathRoot(_folder.Path)!;
        Assert.Equal(["in/a.jpg > a.jpg"], _folder.Plan('\\' + _folder.At("in")[drive.Length..]).Lines());
        Assert.Equal(["in/a.jpg > a.jpg"], _folder.Plan($"{drive[..2]}in").Lines());
    }

    [Fact]
    public void Letters_and_separators_at_the_end_do_not_hide_the_output_folder()
    {
        NeedsWindows();
        _folder.With("in/a.jpg", "thumbs/x/b.jpg");
        foreach (var input in new[] { "THUMBS", @"thumbs\X\", _folder.At("thumbs").ToLowerInvariant(), _folder.At("thumbs").ToUpperInvariant() + '\\' })
            Assert.Equal("THUMB0005", Assert.Throws<ThumbsException>(() => _folder.Plan(input)).Problem.Code);
    }

    [Fact]
    public async Task Short_names_do_not_hide_the_output_folder()
    {
        NeedsWindows();
        _folder.With("a folder with a long name/b.jpg");
        var shortName = await CommandAsync($"for %I in (\"{_folder.At("a folder with a long name")}\") do @echo %~sI");
        Assert.SkipWhen(shortName.Contains("long name", StringComparison.OrdinalIgnoreCase) || shortName.Length == 0, "This volume makes no short names.");
        var request = _folder.Request(shortName) with { OutputFolder = _folder.At("a folder with a long name") };
        var problem = Assert.Throws<ThumbsException>(() => Planner.Make(request, TestContext.Current.CancellationToken)).Problem;
        Assert.Equal("THUMB0005", problem.Code);
    }

    [Fact]
    public async Task Junctions_in_a_circle_end()
    {
        _folder.With("in/x/a.jpg");
        await JunctionAsync("in/x/up", "in");
        Assert.Equal(["in/x/a.jpg > x/a.jpg"], _folder.Plan("in").Lines());
        Assert.Equal(["IN/x/a.jpg > x/a.jpg"], _folder.Plan("IN").Lines());
    }

    [Fact]
    public async Task An_output_through_a_junction_that_leads_out_is_refused()
    {
        _folder.With("in/x/a.jpg", "elsewhere/b", "thumbs/c");
        await JunctionAsync("thumbs/x", "elsewhere");
        Assert.Equal("THUMB0005", Assert.Throws<ThumbsException>(() => _folder.Plan("in")).Problem.Code);
    }

    [Fact]
    public async Task The_output_folder_is_left_out_behind_a_junction_too()
    {
        _folder.With("in/a.jpg", "thumbs/old.jpg");
        await JunctionAsync("in/made", "thumbs");
        Assert.Equal(["in/a.jpg > a.jpg"], _folder.Plan("in").Lines());
    }

    /// <summary>Unlike a symbolic link, a junction needs no privilege.</summary>
    private async Task JunctionAsync(string name, string target)
    {
        NeedsWindows();
        await CommandAsync($"mklink /J \"{_folder.At(name)}\" \"{_folder.At(target)}\"");
        Assert.SkipWhen(Platform.IsWine && !Directory.Exists(_folder.At(name)), "Wine: mklink makes no junctions.");
        Assert.NotNull(new DirectoryInfo(_folder.At(name)).LinkTarget);
    }

    private static async Task<string> CommandAsync(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("cmd.exe", $"/d /s /c \"{command}\"") { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said.Trim();
    }
}
