using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Thumbs.Tasks.Tests;

/// <summary>What the package is, without any build.</summary>
public sealed class PackageTests(Package package)
{
    [Fact]
    public async Task It_is_a_development_dependency_without_dependencies_of_its_own()
    {
        var packed = await Nupkg.ReadAsync(package.File);
        Assert.Contains("<developmentDependency>true</developmentDependency>", packed.Nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", packed.Nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain(packed.Entries, entry => entry.StartsWith("lib/", StringComparison.Ordinal));
        Assert.Superset(
            new HashSet<string>(
                [
                    "build/Thumbs.Tasks.props", "build/Thumbs.Tasks.targets", "buildMultiTargeting/Thumbs.Tasks.props", "buildMultiTargeting/Thumbs.Tasks.targets",
                    "tasks/netstandard2.0/Thumbs.Tasks.dll", "tools/any/dotnet-thumbs.dll", "tools/any/dotnet-thumbs.runtimeconfig.json",
                ],
                StringComparer.Ordinal),
            packed.Entries.ToHashSet(StringComparer.Ordinal));
    }

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
