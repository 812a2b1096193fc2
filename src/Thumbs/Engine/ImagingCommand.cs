using Thumbs.Freshness;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>Starts the imaging worker: this assembly with another verb, on the same .NET.</summary>
public static class ImagingCommand
{
    /// <summary>The verb of the worker.</summary>
    public const string Verb = "worker";

    /// <param name="versions">The versions that the worker must have.</param>
    public static WorkerCommand For(EngineVersions versions) => new(
        DotnetHost.Path,
        [.. ProbingPaths, Path.Join(AppContext.BaseDirectory, "dotnet-thumbs.dll"), Verb, versions.Libvips],
        WorkerEnvironment.Variables);

    /// <summary>
    /// The folders in which this process was told to find libvips, passed on to its workers: a build runs the engine of one package
    /// with the native library of another. .NET has no other way to learn them.
    /// </summary>
    private static IEnumerable<string> ProbingPaths => ((string?)AppContext.GetData("PROBING_DIRECTORIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { "--additionalprobingpath", folder });
}
