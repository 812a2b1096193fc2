using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

using Thumbs.Tasks.Tests;

namespace Thumbs.Packaging.Tests;

/// <summary>What a user sees of a package before using it, and its size.</summary>
public sealed class ContentTests(PackedTwice packed)
{
    private const string Project = "https://github.com/dotnet-thumbs/thumbs";

    [Fact]
    public async Task A_package_says_where_it_comes_from_and_what_is_new()
    {
        foreach (var package in packed.All)
        {
            var (entries, text) = await Nupkg.ReadAsync(package);
            var metadata = XDocument.Parse(text).Root!.Elements().Single();
            string Value(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";

            Assert.Equal(Project, Value("projectUrl"));
            Assert.Equal($"{Project}/blob/main/CHANGELOG.md", Value("releaseNotes"));
            Assert.NotEmpty(Value("title"));
            Assert.NotEmpty(Value("description"));
            Assert.NotEmpty(Value("tags"));
            var repository = metadata.Elements().Single(element => element.Name.LocalName == "repository");
            Assert.Equal(("git", Project, null), (repository.Attribute("type")?.Value, repository.Attribute("url")?.Value, repository.Attribute("branch")?.Value));
            Assert.Contains(Value("icon"), entries);
            Assert.Contains(Value("readme"), entries);
        }
    }

    [Fact]
    public async Task The_icon_is_a_PNG_of_128_px()
    {
        // Signature, length and name of the first chunk, width, height.
        var icon = await Nupkg.BytesAsync(packed.Tasks, "icon.png");
        Assert.Equal("PNG", Encoding.ASCII.GetString(icon, 1, 3));
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    [Fact]
    public async Task A_readme_begins_with_what_its_user_types_and_its_links_lead_somewhere()
    {
        foreach (var (package, command) in new[]
        {
            (packed.Tasks, "dotnet add package Thumbs.Tasks"), (packed.Natives, "dotnet add package Thumbs.Tasks"), (packed.Tool, "dotnet tool install -g dotnet-thumbs"),
        })
        {
            var text = Encoding.UTF8.GetString(await Nupkg.BytesAsync(package, "README.md")).ReplaceLineEndings("\n");
            Assert.Equal(command, text.Split('\n').First(line => line.StartsWith("    ", StringComparison.Ordinal)).Trim());

            var links = Regex.Matches(text, @"(?<=\]\()[^)]+").Select(match => match.Value).ToList();
            Assert.NotEmpty(links);
            Assert.All(links, link =>
            {
                Assert.StartsWith(Project, link, StringComparison.Ordinal);
                var path = Regex.Replace(link[Project.Length..], "^/(blob|tree)/main/", "");
                Assert.True(Path.Exists(Path.Combine(Checkout.Root, path)), link);
            });
        }
    }

    [Fact]
    public async Task Nothing_is_in_a_package_that_nobody_needs()
    {
        foreach (var package in packed.All)
        {
            var entries = (await Nupkg.ReadAsync(package)).Entries;
            Assert.DoesNotContain(entries, entry => entry.EndsWith(".pdb", StringComparison.Ordinal) || entry.EndsWith(".resources.dll", StringComparison.Ordinal));
            Assert.DoesNotContain(
                entries.Except(["[Content_Types].xml"], StringComparer.Ordinal),
                entry => entry.EndsWith(".xml", StringComparison.Ordinal) && !entry.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal));
        }

        Assert.Single((await Nupkg.ReadAsync(packed.Tool)).Entries, entry => Path.GetFileName(entry).Contains("vips", StringComparison.Ordinal) && !entry.EndsWith("NetVips.dll", StringComparison.Ordinal));
    }

    [Fact]
    public void A_new_version_of_the_task_is_a_small_download()
    {
        // The natives are 8 MB for each platform; the engine with all it uses is 1.3.
        Assert.InRange(new FileInfo(packed.Tasks).Length, 1, 2_000_000);
    }
}
