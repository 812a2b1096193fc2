using System.Text.RegularExpressions;

using Thumbs.Build;
using Thumbs.Parameters;

namespace Thumbs.Cli.Tests;

/// <summary>Wherever options are named, these are the options of the one table, and all of them.</summary>
public sealed class OptionTableTests
{
    private static readonly string[] OfTheCommandLineAlone = ["config", "help", "version"];

    /// <summary>Their values mean nothing to the engine: the targets need them themselves.</summary>
    private static readonly string[] OfTheTargets =
        ["ThumbnailsOutputPath", "ThumbnailsManifest", "ThumbnailsBasePath", "ThumbnailsJobs", "ThumbnailsFailOnError", "ThumbnailsDependsOn", "ThumbnailsAsMauiImages",
            "ThumbnailsTypedNames", "ThumbnailsNamespace"];

    private static IEnumerable<string> Names => Options.All.Select(option => option.Name);

    [Fact]
    public void No_name_is_there_twice()
    {
        Assert.Equal(Names.Distinct(StringComparer.Ordinal), Names);
        var shortNames = Options.All.Select(option => option.Short).OfType<string>().ToList();
        Assert.Equal(shortNames.Distinct(StringComparer.Ordinal), shortNames);
    }

    [Fact]
    public void The_help_has_the_options_of_the_table() =>
        AssertSame(
            [.. Names, .. OfTheCommandLineAlone],
            Regex.Matches(Help.Text(), @"^ {2}(?:-\w, | {4})--(?<name>[a-z-]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture).Select(match => match.Groups["name"].Value));

    [Fact]
    public async Task The_page_of_the_command_line_has_the_options_of_the_table() =>
        AssertSame(
            [.. Names, .. OfTheCommandLineAlone],
            Regex.Matches(await ReadAsync("docs", "cli.md"), @"^\| (?:`-\w`, )?`--(?<name>[a-z-]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture).Select(match => match.Groups["name"].Value));

    [Fact]
    public async Task The_command_line_and_the_configuration_know_the_options_of_the_table_by_the_same_names()
    {
        foreach (var name in Names)
        {
            // A wrong value is told by the option itself: it was found.
            using var tool = new Tool();
            tool.Write("thumbs.json", $"{{ \"{name}\": \"\\u0000\" }}");
            Assert.StartsWith($"thumbs.json(1) : error THUMB0007: {name}: ", await tool.RefusedAsync("photos"), StringComparison.Ordinal);
            Assert.StartsWith($"thumbs : error THUMB0001: --{name}: ", await Tool.ErrorOfAsync("photos", $"--{name}=\0"), StringComparison.Ordinal);
        }

        foreach (var name in OfTheCommandLineAlone)
        {
            using var tool = new Tool();
            tool.Write("thumbs.json", $"{{ \"{name}\": true }}");
            Assert.Contains("there is no such option", await tool.RefusedAsync("photos"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Items_hand_on_every_metadata_that_is_an_option_and_no_other()
    {
        var source = await ReadAsync("src", "Thumbs.Tasks", "ItemOptions.cs");
        var names = Regex.Matches(Regex.Match(source, @"OptionNames =\s*\[(?<names>.*?)\];", RegexOptions.Singleline | RegexOptions.ExplicitCapture).Groups["names"].Value, "\"(\\w+)\"");

        AssertSame(
            Options.All.Where(option => MSBuildNames.OfMetadata(MSBuildNames.SpellingOf(option.Name)) == option).Select(option => option.Name),
            names.Select(match => MSBuildNames.OfMetadata(match.Groups[1].Value)!.Name));
    }

    [Fact]
    public async Task Targets_hand_on_every_property_that_is_an_option_and_no_other()
    {
        var targets = await ReadAsync("src", "Thumbs.Tasks", "build", "Thumbs.Tasks.targets");
        var handedOn = Regex.Matches(targets, @"<_ThumbnailsProperty Include=""(\w+)"" Value=""\$\((\w+)\)""");

        Assert.All(handedOn, match => Assert.Equal(match.Groups[1].Value, match.Groups[2].Value));
        AssertSame(
            Options.All.SelectMany(PropertiesOf).Select(property => property.Option.Name),
            handedOn.Select(match => MSBuildNames.OfProperty(match.Groups[1].Value)!.Name));
    }

    [Fact]
    public async Task Every_property_has_its_twin_that_is_easily_written_instead()
    {
        var targets = await ReadAsync("src", "Thumbs.Tasks", "build", "Thumbs.Tasks.targets");
        var twins = Regex.Matches(targets, @"<_ThumbnailsMisspelt Include=""(\w+)"" Meant=""(\w+)"" Value=""\$\((\w+)\)""").Select(match => match.Groups).ToList();

        Assert.All(twins, twin => Assert.Equal(twin[1].Value, twin[3].Value));
        Assert.All(twins, twin => Assert.Null(MSBuildNames.OfProperty(twin[1].Value)));
        foreach (var (name, _) in Options.All.SelectMany(PropertiesOf).Select(property => (property.Name, property.Option)))
        {
            var twin = name.StartsWith("Thumbnails", StringComparison.Ordinal) ? "Thumbnail" + name["Thumbnails".Length..] : "Thumbnails" + name["Thumbnail".Length..];
            Assert.True(MSBuildNames.OfProperty(twin) is not null || twins.Exists(known => known[1].Value == twin && known[2].Value == name), twin);
        }
    }

    [Fact]
    public async Task The_page_of_the_package_has_every_property_that_is_an_option_and_no_other()
    {
        var page = await ReadAsync("docs", "msbuild.md");
        var named = Regex.Matches(page, @"^\| `(?<name>Thumbnails\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture).Select(match => match.Groups["name"].Value);

        AssertSame(
            Options.All.SelectMany(PropertiesOf).Where(property => property.Name.StartsWith("Thumbnails", StringComparison.Ordinal)).Select(property => property.Name),
            named.Except(OfTheTargets, StringComparer.Ordinal));
    }

    /// <summary>A name in a message is one that the user could write down and be understood.</summary>
    [Fact]
    public void What_messages_call_an_option_in_a_build_is_what_a_build_understands() =>
        Assert.All(
            Options.All.Where(option => PropertiesOf(option).Any()),
            option => Assert.Same(option, MSBuildNames.OfMetadata(MSBuildNames.SpellingOf(option.Name)) ?? MSBuildNames.OfProperty(MSBuildNames.SpellingOf(option.Name))));

    private static IEnumerable<(Option Option, string Name)> PropertiesOf(Option option)
    {
        var spelling = MSBuildNames.SpellingOf(option.Name);
        return new[] { spelling, $"Thumbnail{spelling}" }.Where(name => MSBuildNames.OfProperty(name) == option).Select(name => (option, name));
    }

    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));

    private static async Task<string> ReadAsync(params string[] path) =>
        (await File.ReadAllTextAsync(Path.Join([ToolProcess.Checkout, .. path]), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
}
