using System.Text.RegularExpressions;

using Thumbs.Cli;
using Thumbs.Engine;

namespace Thumbs.Architecture.Tests;

/// <summary>The types that docs/architecture.md names exist.</summary>
public sealed class PageTests
{
    private static readonly string Page = File.ReadAllText(Path.Join(AppContext.BaseDirectory, "architecture.md"));

    private static readonly HashSet<string> Types = [.. typeof(ThumbsEngine).Assembly.GetTypes().Concat(typeof(RunVerb).Assembly.GetTypes()).Select(NameOf)];

    [Fact]
    public void A_job_passes_at_most_twelve_types()
    {
        var walk = Regex.Matches(Page, @"^\| \d+ \| `(?<type>\w+)` \|", RegexOptions.Multiline);

        Assert.InRange(walk.Count, 8, 12);
        Assert.All(walk, step => Assert.Contains(Types, type => type.EndsWith($"/{step.Groups["type"].Value}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_type_with_its_room_is_there()
    {
        var named = Regex.Matches(Page, @"`(\w+/\w+)`").Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("tests/", StringComparison.Ordinal) && !name.StartsWith("src/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, Types));
    }

    /// <summary>Its room and its name, without the number of its parameters: <c>Pool/WorkerPool</c>.</summary>
    private static string NameOf(Type type) => $"{type.Namespace?.Split('.').ElementAtOrDefault(1)}/{type.Name.Split('`')[0]}";
}
