using System.Runtime.InteropServices;

using Thumbs.Packaging.Tests;
using Thumbs.Tasks.Tests;

[assembly: AssemblyFixture(typeof(PackedTwice))]

// They all wait for the packs, and then only read.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Thumbs.Packaging.Tests;

/// <summary>
/// All packages for this platform, packed from two copies of the checkout in different folders. A package for all
/// platforms differs from them only in the number of its native libraries.
/// </summary>
public sealed class PackedTwice : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thumbs-packaging-");

    /// <summary>The folder of the packages of the first copy.</summary>
    public string First => Path.Combine(_folder.FullName, "one", "out");

    /// <summary>The folder of the packages of the second copy.</summary>
    public string Second => Path.Combine(_folder.FullName, "another", "place", "out");

    public string Tasks => Path.Combine(First, "Thumbs.Tasks.0.0.0-test.nupkg");

    public string Natives => Directory.EnumerateFiles(First, "Thumbs.Natives.*.nupkg").Single();

    /// <summary>The package that `dotnet tool install` reads to find the one of this platform.</summary>
    public string ToolForAll => Path.Combine(First, "dotnet-thumbs.0.0.0-test.nupkg");

    public string Tool => Path.Combine(First, $"dotnet-thumbs.{RuntimeInformation.RuntimeIdentifier}.0.0.0-test.nupkg");

    public IEnumerable<string> All => [Tasks, Natives, ToolForAll, Tool];

    public async ValueTask InitializeAsync()
    {
        foreach (var feed in new[] { First, Second })
        {
            var copy = Path.GetDirectoryName(feed)!;
            CopyCheckout(copy);
            var rid = RuntimeInformation.RuntimeIdentifier;
            // The build of the tests has analysed the same code.
            string[] properties = ["-o", feed, "-p:Version=0.0.0-test", "-p:RunAnalyzers=false"];
            (await Dotnet.RunAsync(copy, ["pack", "src/Thumbs.Tasks", .. properties, "-p:AllNatives=false"])).Expect(0);
            (await Dotnet.RunAsync(
                copy, ["pack", "src/dotnet-thumbs", .. properties, $"-p:RuntimeIdentifiers={rid}", $"-p:ToolPackageRuntimeIdentifiers={rid}"])).Expect(0);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The files that a package is built from, without build output.</summary>
    private static void CopyCheckout(string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "artifacts", "packages"));
        foreach (var file in Directory.EnumerateFiles(Checkout.Root))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in new[] { "assets", "licences", "src" })
            Copy(new(Path.Combine(Checkout.Root, folder)), Path.Combine(to, folder));
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories().Where(folder => folder.Name is not ("bin" or "obj")))
            Copy(folder, Path.Combine(to, folder.Name));
    }
}
