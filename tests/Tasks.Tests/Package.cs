using Thumbs.Tasks.Tests;

[assembly: AssemblyFixture(typeof(Package))]

// Every test runs a build or several, each of which keeps the machine busy by itself.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Thumbs.Tasks.Tests;

/// <summary>The package as a user has it: packed once for all tests, and restored from a feed of its own into packages of its own.</summary>
public sealed class Package : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thumbs-tasks-");

    /// <summary>Of this run alone, or an older package would be served.</summary>
    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    /// <summary>Where projects are made: the settings of the feed lie above them.</summary>
    public string ProjectsFolder => Path.Combine(_folder.FullName, "projects");

    /// <summary>Where the package is unpacked once it was restored.</summary>
    public string InstalledFolder => Path.Combine(_folder.FullName, "packages", "thumbs.tasks", Version);

    /// <summary>The package itself.</summary>
    public string File => Path.Combine(_folder.FullName, "feed", $"Thumbs.Tasks.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        // The native library of this platform is enough, and packs ten times faster than all of them.
        (await Dotnet.RunAsync(
            Checkout.Root, "pack", "src/Thumbs.Tasks", "-o", Path.Combine(_folder.FullName, "feed"),
            "--artifacts-path", Path.Combine(_folder.FullName, "artifacts"), $"-p:Version={Version}", "-p:AllNatives=false")).Expect(0);
        Directory.CreateDirectory(ProjectsFolder);
        await System.IO.File.WriteAllTextAsync(
            Path.Combine(ProjectsFolder, "nuget.config"),
            $"""
            <configuration>
              <packageSources><add key="packed" value="{Path.Combine(_folder.FullName, "feed")}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder.FullName, "packages")}" /></config>
            </configuration>
            """);

        // What stands above a test's project ends here.
        await System.IO.File.WriteAllTextAsync(Path.Combine(ProjectsFolder, "Directory.Build.props"), "<Project />");
        await System.IO.File.WriteAllTextAsync(Path.Combine(ProjectsFolder, "Directory.Build.targets"), "<Project />");
        await System.IO.File.WriteAllTextAsync(Path.Combine(ProjectsFolder, "Directory.Packages.props"), "<Project />");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
