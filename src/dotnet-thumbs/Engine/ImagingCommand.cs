using Thumbs.Freshness;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>The imaging worker: this assembly once more, run by the same .NET.</summary>
internal static class ImagingCommand
{
    /// <summary>The verb that makes a worker of this assembly.</summary>
    public const string Verb = "worker";

    /// <param name="versions">Of what the worker has to bring.</param>
    public static WorkerCommand For(EngineVersions versions) => new(
        DotnetHost.Path,
        [.. ProbingPaths, Path.Join(AppContext.BaseDirectory, "dotnet-thumbs.dll"), Verb, versions.Libvips],
        WorkerEnvironment.Variables);

    /// <summary>
    /// Where this process was told that libvips lies, for its workers: a build runs the engine of one package with the native
    /// library of another. .NET gives no other account of it.
    /// </summary>
    private static IEnumerable<string> ProbingPaths => ((string?)AppContext.GetData("PROBING_DIRECTORIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { "--additionalprobingpath", folder });
}
