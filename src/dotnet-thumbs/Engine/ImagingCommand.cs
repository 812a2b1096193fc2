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
        [Path.Join(AppContext.BaseDirectory, "dotnet-thumbs.dll"), Verb, versions.Libvips],
        WorkerEnvironment.Variables);
}
