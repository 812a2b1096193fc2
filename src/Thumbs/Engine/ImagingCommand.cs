using Thumbs.Freshness;
using Thumbs.Imaging.Worker;
using Thumbs.Planning;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>Starts the imaging worker: this assembly with another verb, on the same .NET.</summary>
public static class ImagingCommand
{
    /// <summary>The verb of the worker.</summary>
    public const string Verb = "worker";

    /// <param name="versions">The versions that the worker must have.</param>
    /// <param name="libvips">Of the system; <see langword="null"/> for that of this package.</param>
    public static WorkerCommand For(EngineVersions versions, LibvipsInUse? libvips = null) => libvips is null
        ? With(versions.Libvips)
        : With(versions.Libvips, libvips.Library, string.Join(',', libvips.Loaders)) with { Reads = libvips.Probe.Folders };

    /// <summary>A process that describes a libvips of the system.</summary>
    /// <param name="library">See <see cref="Request.Libvips"/>.</param>
    /// <param name="loaders">See <see cref="Request.Loaders"/>.</param>
    public static WorkerCommand ForProbe(string library, IReadOnlyList<string> loaders) => With(SystemWorker.Probe, library, string.Join(',', loaders));

    private static WorkerCommand With(params string[] arguments) => new(
        DotnetHost.Path,
        [.. ProbingPaths, Path.Join(AppContext.BaseDirectory, "dotnet-thumbs.dll"), Verb, .. arguments],
        WorkerEnvironment.Variables);

    /// <summary>
    /// The folders in which this process was told to find libvips, passed on to its workers: a build runs the engine of one package
    /// with the native library of another. .NET has no other way to learn them.
    /// </summary>
    private static IEnumerable<string> ProbingPaths => ((string?)AppContext.GetData("PROBING_DIRECTORIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => new[] { "--additionalprobingpath", folder });
}
