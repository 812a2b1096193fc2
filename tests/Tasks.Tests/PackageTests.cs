using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Thumbs.Tasks.Tests;

/// <summary>The content of the package.</summary>
public sealed class PackageTests(Package package)
{
    [Fact]
    public async Task It_is_a_development_dependency_with_the_natives_as_its_only_dependency()
    {
        var packed = await Nupkg.ReadAsync(package.File);
        Assert.Contains("<developmentDependency>true</developmentDependency>", packed.Nuspec, StringComparison.Ordinal);
        var natives = await Nupkg.ReadAsync(package.NativesFile);
        Assert.Equal([$"""id="Thumbs.Natives" version="[{package.NativesVersion}]" include="All" """], Dependencies(packed));
        Assert.Empty(Dependencies(natives));
        Assert.All(new[] { packed, natives }, nupkg => Assert.DoesNotContain(
            nupkg.Entries, entry => Regex.IsMatch(entry, "^(lib|ref|runtimes|content|contentFiles|analyzers|buildTransitive)/")));
        Assert.DoesNotContain(packed.Entries, entry => entry.Contains("libvips", StringComparison.Ordinal));
        Assert.Superset(
            new HashSet<string>(
                [
                    "build/Thumbs.Tasks.props", "build/Thumbs.Tasks.targets", "buildMultiTargeting/Thumbs.Tasks.props", "buildMultiTargeting/Thumbs.Tasks.targets",
                    "tasks/netstandard2.0/Thumbs.Tasks.dll", "tools/any/dotnet-thumbs.dll", "tools/any/Thumbs.dll", "tools/any/dotnet-thumbs.runtimeconfig.json",
                ],
                StringComparer.Ordinal),
            packed.Entries.ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Dependencies(Nupkg packed) =>
        Regex.Matches(packed.Nuspec, "(?<=<dependency ).*(?=/>)").Select(match => match.Value);

    [Fact]
    public async Task The_task_assembly_loads_with_nothing_but_netstandard_and_MSBuild()
    {
        using var portable = new PEReader(new MemoryStream(await Nupkg.BytesAsync(package.File, "tasks/netstandard2.0/Thumbs.Tasks.dll")));
        var reader = portable.GetMetadataReader();
        var references = reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name));
        Assert.Equal(["Microsoft.Build.Framework", "Microsoft.Build.Utilities.Core", "netstandard"], references.Order(StringComparer.Ordinal));
        Assert.Equal(0, reader.GetTableRowCount(TableIndex.ImplMap));
    }
}
