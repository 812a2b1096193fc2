using Thumbs.Imaging;
using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>The imaging worker: this assembly once more, run by the same .NET.</summary>
internal static class ImagingCommand
{
    /// <summary>The verb that makes a worker of this assembly.</summary>
    public const string Verb = "worker";

    public static WorkerCommand For(int workers) => new(
        DotnetHost.Path,
        [Path.Join(AppContext.BaseDirectory, "dotnet-thumbs.dll"), Verb],
        WorkerEnvironment.For(workers, Environment.ProcessorCount));
}
