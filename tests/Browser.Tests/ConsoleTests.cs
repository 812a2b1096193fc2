using System.Xml.Linq;

using Thumbs.Tasks.Tests;

namespace Thumbs.Browser.Tests;

public sealed class ConsoleTests(Package package)
{
    [Fact]
    public async Task The_console_sample_lists_its_thumbnails()
    {
        var samples = Samples.CopyTo(package);

        var run = (await Dotnet.RunAsync(samples, "run", "--project", "console", $"-p:ThumbsVersion={package.Version}")).Expect(0);

        var names = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]);
        Assert.Equal(["disc.webp", "leaf.webp", "meadow-sideways.webp", "mountains.webp", "sea.webp", "sun.webp"], names);
    }

    [Fact]
    public void The_samples_use_the_version_that_is_packed()
    {
        var packed = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;
        var used = XDocument.Load(Path.Combine(Samples.Folder, "Directory.Build.props")).Descendants("ThumbsVersion").Single().Value;
        Assert.Equal(packed, used);
    }
}
