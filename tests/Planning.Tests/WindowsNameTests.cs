using Thumbs.Diagnostics;
using Thumbs.Files;

namespace Thumbs.Planning.Tests;

public sealed class WindowsNameTests
{
    [Theory]
    [InlineData("con")]
    [InlineData("x/CON.jpg")]
    [InlineData("aux.2024.jpg")]
    [InlineData("nul .png")]
    [InlineData("Com1.webp/a.jpg")]
    [InlineData("lpt9")]
    [InlineData("com¹.jpg")]
    [InlineData("conin$")]
    [InlineData("x/CONOUT$.jpg")]
    public void Devices_are_no_names(string path) => Assert.Contains("device", WindowsName.FaultOf(path), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.jpg:stream")]
    [InlineData("a:b/c.jpg")]
    [InlineData("a*.jpg")]
    [InlineData("a\\b.jpg")]
    [InlineData("\"a\".jpg")]
    [InlineData("x/a|b.jpg")]
    [InlineData("a\u0007.jpg")]
    public void Characters_are_refused(string path) => Assert.Contains("not allowed", WindowsName.FaultOf(path), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData("photo /128.jpg")]
    [InlineData("2024./a.jpg")]
    [InlineData("...")]
    public void Names_do_not_end_in_a_dot_or_a_space(string path) => Assert.Contains("ends in", WindowsName.FaultOf(path), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.jpg")]
    [InlineData(".hidden/a.jpg")]
    [InlineData("console.jpg")]
    [InlineData("com.jpg")]
    [InlineData("com10.jpg")]
    [InlineData("nullable/aux-1.jpg")]
    [InlineData("./a.jpg")]
    [InlineData("x/Ä ö.{hash}.jpg")]
    public void All_others_are_names(string path) => Assert.Null(WindowsName.FaultOf(path));

    [Theory]
    [InlineData("nul.{ext}")]
    [InlineData("{name}./{width}.{ext}")]
    public void Windows_is_told_before_anything_is_made(string template)
    {
        using var folder = new TemporaryFolder().With("in/a.jpg");
        var request = folder.Request("in") with { Renditions = new() { NameTemplate = template } };
        if (!OperatingSystem.IsWindows())
        {
            Assert.Single(Planner.Make(request, TestContext.Current.CancellationToken).Jobs);
            return;
        }
        var problem = Assert.Throws<ThumbsException>(() => Planner.Make(request, TestContext.Current.CancellationToken)).Problem;
        Assert.Equal(("THUMB0001", "in/a.jpg"), (problem.Code, problem.Path));
    }
}
