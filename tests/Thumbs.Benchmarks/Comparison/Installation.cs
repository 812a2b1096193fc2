using System.Runtime.InteropServices;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>What is measured, installed as a user has it: the tool of this checkout, and an empty program to compare its start with.</summary>
/// <param name="Tool">The installed command.</param>
/// <param name="Version">Of the tool.</param>
/// <param name="Empty">The command of a program that does nothing.</param>
internal sealed record Installation(string Tool, string Version, string Empty)
{
    /// <summary>Isolates a project from whatever lies in the folders above it.</summary>
    private static readonly string[] Fences = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    /// <summary>Packs the tool for this platform and installs it, and builds the empty program, in a folder that is emptied before.</summary>
    public static async Task<Installation> MakeAsync(string folder)
    {
        Bench.Say("Packing and installing the tool of this checkout");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var version = await InstallToolAsync(folder);
        await BuildEmptyAsync(Path.Combine(folder, "empty"));
        return new(Path.Combine(folder, "tool", "dotnet-thumbs" + suffix), version, Path.Combine(folder, "empty", "out", "dotnet-empty" + suffix));
    }

    private static async Task<string> InstallToolAsync(string folder)
    {
        // A version of its own, or the NuGet cache would serve an older package.
        var version = $"0.0.0-benchmark.{DateTime.UtcNow.Ticks}";
        var rid = RuntimeInformation.RuntimeIdentifier;
        var feed = Path.Combine(folder, "feed");
        await new Command(
            "dotnet", "pack", "src/dotnet-thumbs", "-o", feed, $"-p:Version={version}",
            $"-p:RuntimeIdentifiers={rid}", $"-p:ToolPackageRuntimeIdentifiers={rid}",
            "--artifacts-path", Path.Combine(folder, "artifacts"))
        {
            Folder = Checkout.Root,
        }.OutputAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder, "packages")}" /></config>
            </configuration>
            """);
        await new Command("dotnet", "tool", "install", "dotnet-thumbs", "--tool-path", Path.Combine(folder, "tool"), "--version", version) { Folder = folder }.OutputAsync();
        return version;
    }

    private static async Task BuildEmptyAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var fence in Fences)
            await File.WriteAllTextAsync(Path.Combine(folder, fence), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(folder, "dotnet-empty.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), "return;\n");
        await new Command("dotnet", "publish", "-c", "Release", "-o", Path.Combine(folder, "out")) { Folder = folder }.OutputAsync();
    }
}
