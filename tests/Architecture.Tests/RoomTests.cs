using System.Text.RegularExpressions;

using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;

using Thumbs.Cli;
using Thumbs.Engine;

using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Thumbs.Architecture.Tests;

/// <summary>Compares the compiled tool with the plan that its README draws: each room uses only those before it.</summary>
public sealed partial class RoomTests
{
    private static readonly ArchUnitNET.Domain.Architecture Tool = new ArchLoader().LoadAssemblies(typeof(ThumbsEngine).Assembly, typeof(RunVerb).Assembly).Build();

    /// <summary>The rooms as drawn, from the bottom up; those side by side are one entry.</summary>
    private static readonly string[][] Rooms = Drawn("Diagnostics");

    /// <summary>The stages of imaging, likewise.</summary>
    private static readonly string[][] Stages = Drawn("Library");

    /// <summary>Each room with one that it must not know.</summary>
    public static TheoryData<string, string> Forbidden => new([.. Pairs(Rooms, ""), .. Pairs(Stages, "Imaging.")]);

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_room_knows_none_above_it_nor_beside_it(string room, string unknown) =>
        Types().That().ResideInNamespaceMatching(Of(room)).Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Of(unknown))).Check(Tool);

    [Fact]
    public void Every_room_is_on_the_plan() =>
        Assert.Equal(
            Rooms.SelectMany(rooms => rooms).Order(StringComparer.Ordinal),
            Folders("Thumbs."));

    [Fact]
    public void Every_stage_of_imaging_is_on_the_plan() =>
        Assert.Equal(Stages.SelectMany(stages => stages).Order(StringComparer.Ordinal), Folders("Thumbs.Imaging."));

    /// <summary>What follows a prefix in the namespaces of the tool, up to the next dot.</summary>
    private static IEnumerable<string> Folders(string prefix) => Tool.Types
        .Where(type => type.Namespace?.FullName.StartsWith(prefix, StringComparison.Ordinal) == true)
        .Select(type => type.Namespace.FullName[prefix.Length..].Split('.')[0])
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static IEnumerable<TheoryDataRow<string, string>> Pairs(string[][] plan, string prefix)
    {
        for (var i = 0; i < plan.Length; i++)
        {
            foreach (var room in plan[i])
            {
                foreach (var unknown in plan[i..].SelectMany(rooms => rooms).Where(other => other != room))
                    yield return new(prefix + room, prefix + unknown);
            }
        }
    }

    private static string Of(string room) => $@"^Thumbs\.{Regex.Escape(room)}(\.|$)";

    /// <summary>The line of the README that begins with a room and goes on with arrows.</summary>
    private static string[][] Drawn(string first)
    {
        var line = File.ReadLines(Path.Join(AppContext.BaseDirectory, "README.md")).Single(text => text.StartsWith($"    {first} ← ", StringComparison.Ordinal));
        return [.. line.Split('←').Select(rooms => rooms.Split('|').Select(room => room.Trim()).ToArray())];
    }
}
