using System.Text.Json.Nodes;
using System.Xml.Linq;

using Thumbs.Tasks.Tests;

namespace Thumbs.Packaging.Tests;

/// <summary>A third-party library in a package of ours.</summary>
/// <param name="Id">The package that it comes from; NetVips.Native for all platforms of it.</param>
/// <param name="Version">Of that package.</param>
/// <param name="Licence">Declared by that package, in SPDX.</param>
/// <param name="Files">The names of its files.</param>
internal sealed record PackedLibrary(string Id, string Version, string Licence, IReadOnlyList<string> Files)
{
    /// <summary>The libraries in a package, by the dependencies of its engine.</summary>
    public static async Task<IReadOnlyList<PackedLibrary>> InAsync(string package)
    {
        var entries = (await Nupkg.ReadAsync(package)).Entries;
        var dependencies = JsonNode.Parse(await Nupkg.BytesAsync(package, entries.Single(entry => entry.EndsWith("/dotnet-thumbs.deps.json", StringComparison.Ordinal))))!;
        var target = dependencies["targets"]!.AsObject().Last().Value!.AsObject();
        return [.. dependencies["libraries"]!.AsObject()
            .Where(library => (string?)library.Value!["type"] == "package")
            .Select(library => Of(library.Key.Split('/'), target[library.Key]!))
            .Where(library => library.Files.Count > 0)];
    }

    private static PackedLibrary Of(string[] name, JsonNode assets)
    {
        var files = new[] { "runtime", "native", "runtimeTargets" }
            .SelectMany(kind => assets[kind]?.AsObject().Select(file => file.Key) ?? [])
            .Select(file => file[(file.LastIndexOf('/') + 1)..]);
        var id = name[0].StartsWith("NetVips.Native.", StringComparison.Ordinal) ? "NetVips.Native" : name[0];
        return new(id, name[1], LicenceOf(name[0], name[1]), [.. files]);
    }

    private static string LicenceOf(string id, string version)
    {
        var root = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var nuspec = XDocument.Load(Path.Combine(root, id.ToLowerInvariant(), version, $"{id.ToLowerInvariant()}.nuspec"));
        return nuspec.Descendants().Single(element => element.Name.LocalName == "license").Value;
    }
}
