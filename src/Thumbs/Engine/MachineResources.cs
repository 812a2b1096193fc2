using System.Globalization;

using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>The resources of the machine that this process may use.</summary>
/// <param name="Cores">The cores of its affinity mask, at most its container's quota, rounded up.</param>
/// <param name="AvailableMemory">In bytes: what is free now, and no more than its container allows.</param>
public sealed record MachineResources(int Cores, long AvailableMemory)
{
    /// <summary>
    /// The memory in bytes that is assumed for a worker: .NET and libvips take 60 MB, and a photo that is decoded in
    /// full 100 MB more. Few images need <see cref="Limits.MaxMemory"/>; to assume that would leave cores idle.
    /// </summary>
    public const long MemoryPerWorker = 256L << 20;

    private const string MemoryInfo = "/proc/meminfo";

    public static MachineResources OfThisProcess()
    {
        // .NET applies both the affinity and the control group's limits; of a container's memory it reports three quarters.
        var allowed = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new(Environment.ProcessorCount, Math.Min(allowed, FreeMemory() ?? allowed));
    }

    /// <summary>The workers to start: the number requested, or one a core with <see cref="MemoryPerWorker"/> each.</summary>
    /// <param name="requested">From <see cref="Request.Jobs"/>.</param>
    /// <param name="limits">Where an image may take less than <see cref="MemoryPerWorker"/>, its limit is used.</param>
    public int Workers(int? requested, Limits limits) =>
        requested ?? (int)Math.Clamp(AvailableMemory / Math.Min(MemoryPerWorker, limits.MaxMemory), 1, Cores);

    /// <summary>In bytes; <see langword="null"/> where it is unknown. On other systems than Linux all of the memory counts as free.</summary>
    private static long? FreeMemory()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            foreach (var line in File.ReadLines(MemoryInfo))
            {
                if (Available(line) is { } bytes)
                    return bytes;
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A sandbox without /proc: the limit alone is used.
            return null;
        }
    }

    /// <summary>Reads <c>MemAvailable:   12345678 kB</c>, whose kB are 1,024 bytes (proc_meminfo(5)).</summary>
    private static long? Available(string line)
    {
        const string Key = "MemAvailable:";
        return line.StartsWith(Key, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(Key.Length).Trim().TrimEnd("kB "), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? size << 10
                : null;
    }
}
