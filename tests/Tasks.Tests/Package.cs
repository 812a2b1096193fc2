using Thumbs.Tasks.Tests;

[assembly: AssemblyFixture(typeof(Package))]

// A build keeps little more than one core busy. Tests that look at processes or clocks run alone.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All)]

namespace Thumbs.Tasks.Tests;

/// <summary>The package as a user has it: packed once for all tests, and restored from a feed of its own into packages of its own.</summary>
public sealed class Package : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thumbs-tasks-");

    /// <summary>Unique to this run, or an older package would be restored.</summary>
    public string Version { get; private set; } = $"0.0.0-test.{Guid.NewGuid():N}";

    /// <summary>The folder of the projects: the settings of the feed are above them.</summary>
    public string ProjectsFolder => Path.Combine(_folder.FullName, "projects");

    /// <summary>Where the package is unpacked once it was restored.</summary>
    public string InstalledFolder => Path.Combine(_folder.FullName, "packages", "thumbs.tasks", Version);

    /// <summary>The package itself.</summary>
    public string File => Path.Combine(_folder.FullName, "feed", $"Thumbs.Tasks.{Version}.nupkg");

    /// <summary>The package with the natives, which is packed along; of this platform only.</summary>
    public string NativesFile => Directory.EnumerateFiles(Path.Combine(_folder.FullName, "feed"))
        .Single(path => Path.GetFileName(path).StartsWith("Thumbs.Natives.", StringComparison.Ordinal));

    /// <summary>Of that package.</summary>
    public string NativesVersion => Path.GetFileNameWithoutExtension(NativesFile)["Thumbs.Natives.".Length..];

    /// <summary>Where .NET is told to look for libvips once that package was restored.</summary>
    public string NativesFolder => Path.Combine(_folder.FullName, "packages", "thumbs.natives", NativesVersion, "natives");

    public async ValueTask InitializeAsync()
    {
        var feed = Path.Combine(_folder.FullName, "feed");
        if (PackedFeed.VersionOf("Thumbs.Tasks") is { } packed)
        {
            Version = packed;
            PackedFeed.CopyTo(feed);
        }
        else
        {
            // The native library of this platform is enough, and packs ten times faster than all of them. The build has analysed the same code.
            (await Dotnet.RunAsync(
                Checkout.Root, "pack", "src/Thumbs.Tasks", "-o", feed,
                "--artifacts-path", Path.Combine(_folder.FullName, "artifacts"), $"-p:Version={Version}", "-p:AllNatives=false", "-p:RunAnalyzers=false")).Expect(0);
        }

        Directory.CreateDirectory(ProjectsFolder);
        await System.IO.File.WriteAllTextAsync(
            Path.Combine(ProjectsFolder, "nuget.config"),
            $"""
            <configuration>
              <packageSources><add key="packed" value="{Path.Combine(_folder.FullName, "feed")}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder.FullName, "packages")}" /></config>
            </configuration>
            """);

        // MSBuild's search for files above a test's project ends here. Nothing is analysed: that is most of a compiler's work.
        await System.IO.File.WriteAllTextAsync(
            Path.Combine(ProjectsFolder, "Directory.Build.props"),
            "<Project><PropertyGroup><RunAnalyzers>false</RunAnalyzers><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>");
        await System.IO.File.WriteAllTextAsync(Path.Combine(ProjectsFolder, "Directory.Build.targets"), "<Project />");
        await System.IO.File.WriteAllTextAsync(Path.Combine(ProjectsFolder, "Directory.Packages.props"), "<Project />");
    }

    /// <summary>Puts the same package into the feed as another version.</summary>
    /// <param name="codecs">Changes the versions of its codecs; <see langword="null"/> for no change.</param>
    /// <returns>The version.</returns>
    internal async Task<string> RepackAsync(Func<string, string>? codecs = null)
    {
        var version = $"0.0.0-test.{Guid.NewGuid():N}";
        var copy = Path.Combine(_folder.FullName, "feed", $"Thumbs.Tasks.{version}.nupkg");
        System.IO.File.Copy(File, copy);
        await Nupkg.EditAsync(copy, "Thumbs.Tasks.nuspec", text => text.Replace(Version, version, StringComparison.Ordinal));
        if (codecs is not null)
            await Nupkg.EditAsync(copy, "tools/any/codecs.json", codecs);
        return version;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
