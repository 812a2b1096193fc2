using System.Diagnostics;
using System.Runtime.InteropServices;

using Thumbs.Tool.Tests;

[assembly: AssemblyFixture(typeof(InstalledTool))]

// Each test keeps all cores busy by itself, and some measure time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Thumbs.Tool.Tests;

/// <summary>
/// The tool as a user has it: packed, and installed from a feed of its own into an empty folder, once for all tests.
/// </summary>
public sealed class InstalledTool : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thumbs-tool-");

    /// <summary>The command that was installed.</summary>
    internal string Program => Path.Combine(_folder.FullName, "tool", OperatingSystem.IsWindows() ? "dotnet-thumbs.exe" : "dotnet-thumbs");

    /// <summary>Of the package; its own, or the NuGet cache would serve an older package.</summary>
    internal string Version { get; private set; } = $"0.0.0-test.{Guid.NewGuid():N}";

    internal string Feed => Path.Combine(_folder.FullName, "feed");

    /// <summary>The folder of the assembly that the command starts.</summary>
    internal string AssemblyFolder => Path.GetDirectoryName(
        Directory.EnumerateFiles(Path.Combine(_folder.FullName, "tool", ".store"), "dotnet-thumbs.dll", SearchOption.AllDirectories).Single())!;

    public async ValueTask InitializeAsync()
    {
        if (PackedFeed.VersionOf("dotnet-thumbs") is { } packed)
        {
            Version = packed;
            PackedFeed.CopyTo(Feed);
        }
        else
        {
            await PackAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "nuget.config"),
            $"""
            <configuration>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder.FullName, "packages")}" /></config>
            </configuration>
            """);
        (await Command.RunAsync(
            "dotnet", _folder.FullName, "tool", "install", "dotnet-thumbs", "--tool-path", Path.Combine(_folder.FullName, "tool"), "--version", Version)).Expect(0);
    }

    private async Task PackAsync()
    {
        var rid = RuntimeInformation.RuntimeIdentifier;
        (await Command.RunAsync(
            "dotnet", Checkout.Root, "pack", "src/dotnet-thumbs", "-o", Feed, $"-p:Version={Version}",
            $"-p:RuntimeIdentifiers={rid}", $"-p:ToolPackageRuntimeIdentifiers={rid}",
            "--artifacts-path", Path.Combine(_folder.FullName, "artifacts"))).Expect(0);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal Task<CommandResult> RunAsync(string folder, params IEnumerable<string> arguments) => Command.RunAsync(Program, folder, arguments);

    internal Process Start(string folder, params IEnumerable<string> arguments) => Command.Start(Program, folder, arguments);
}
