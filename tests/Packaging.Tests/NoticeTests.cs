using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

using Thumbs.Tasks.Tests;

namespace Thumbs.Packaging.Tests;

/// <summary>A package names the authors of everything in it.</summary>
public sealed class NoticeTests(PackedTwice packed)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_library_is_in_the_notices_with_its_version_and_licence(bool isTool)
    {
        var package = isTool ? packed.Tool : packed.Tasks;
        var entries = (await Nupkg.ReadAsync(package)).Entries;
        var libraries = await PackedLibrary.InAsync(package);
        var notices = await TextAsync(package, "THIRD-PARTY-NOTICES.md");

        Assert.NotEmpty(libraries);
        Assert.All(libraries, library => Assert.Matches(
            $@"\n\| \[{Regex.Escape(library.Id)}\]\(https://\S+\) \| {Regex.Escape(library.Version)} \| {Regex.Escape(library.Licence)} \| \S", notices));

        var known = libraries.SelectMany(library => library.Files).Append("dotnet-thumbs.dll").Append("Thumbs.dll").ToHashSet(StringComparer.Ordinal);
        var code = entries.Where(entry => entry.StartsWith("tools/", StringComparison.Ordinal) && IsCode(entry)).Select(entry => Path.GetFileName(entry)).ToList();
        Assert.NotEmpty(code);
        Assert.All(code, file => Assert.Contains(file, known));
    }

    [Fact]
    public async Task No_library_is_in_the_notices_that_is_in_no_package()
    {
        var known = (await PackedLibrary.InAsync(packed.Tool)).Select(library => library.Id).ToHashSet(StringComparer.Ordinal);
        var named = Regex.Matches(await TextAsync(packed.Tool, "THIRD-PARTY-NOTICES.md"), @"(?<=\n\| \[)[^\]]+").Select(match => match.Value).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, id => Assert.Contains(id, known));
    }

    [Fact]
    public async Task The_licence_of_a_package_is_that_of_all_that_is_in_it_and_the_texts_are_there()
    {
        var inTool = (await PackedLibrary.InAsync(packed.Tool)).Select(library => library.Licence).ToList();
        // The natives are in a package of their own.
        var inTasks = (await PackedLibrary.InAsync(packed.Tasks)).Where(library => library.Id != "NetVips.Native").Select(library => library.Licence).ToList();

        await ExpectAsync(packed.Tool, [.. inTool, "MIT"]);
        await ExpectAsync(packed.Tasks, [.. inTasks, "MIT"]);
        await ExpectAsync(packed.Natives, ["LGPL-3.0-or-later"]);
    }

    [Fact]
    public async Task What_libraries_ship_as_notices_of_their_own_goes_along()
    {
        foreach (var package in new[] { packed.Tool, packed.Natives })
            Assert.Contains("| libvips ", await TextAsync(package, "notices/NetVips.Native.md"), StringComparison.Ordinal);
        foreach (var package in new[] { packed.Tool, packed.Tasks })
            Assert.Contains(".NET", await TextAsync(package, "notices/Microsoft.Extensions.FileSystemGlobbing.txt"), StringComparison.Ordinal);
    }

    private static async Task ExpectAsync(string package, IEnumerable<string> licences)
    {
        var (entries, nuspec) = await Nupkg.ReadAsync(package);
        var said = XDocument.Parse(nuspec).Descendants().Single(element => element.Name.LocalName == "license").Value;
        Assert.Equal(licences.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), said.Split(" AND ").Order(StringComparer.Ordinal));
        Assert.All(licences, licence => Assert.Contains($"licences/{licence.Replace("-or-later", "", StringComparison.Ordinal)}.txt", entries));
        // The LGPL is written as additions to the GPL.
        if (said.Contains("LGPL", StringComparison.Ordinal))
            Assert.Contains("licences/GPL-3.0.txt", entries);
    }

    private static bool IsCode(string entry) =>
        entry.EndsWith(".dll", StringComparison.Ordinal) || entry.EndsWith(".dylib", StringComparison.Ordinal) || entry.Contains(".so", StringComparison.Ordinal);

    private static async Task<string> TextAsync(string package, string entry) =>
        Encoding.UTF8.GetString(await Nupkg.BytesAsync(package, entry)).ReplaceLineEndings("\n");
}
