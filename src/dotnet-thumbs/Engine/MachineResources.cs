using System.Globalization;

using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>What this process may use of the machine.</summary>
/// <param name="Cores">Those of its affinity mask, and no more than its container's quota, rounded up.</param>
/// <param name="AvailableMemory">In bytes: what is free now, and no more than its container allows.</param>
internal sealed record MachineResources(int Cores, long AvailableMemory)
{
    /// <summary>
    /// The memory in bytes that a worker is reckoned to need: .NET and libvips take 60 MB, and a photo that is decoded in
    /// full 100 MB more. Few images come near <see cref="Limits.MaxMemory"/>, so that reckoning with that would idle cores.
    /// </summary>
    public const long MemoryPerWorker = 256L << 20;

    private const string MemoryInfo = "/proc/meminfo";

    public static MachineResources OfThisProcess()
    {
        // .NET reads both the affinity and the control group's limits; of a container's memory it counts three quarters.
        var allowed = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new(Environment.ProcessorCount, Math.Min(allowed, FreeMemory() ?? allowed));
    }

    /// <summary>How many workers to start: what was asked for, else one a core, but no more than have <see cref="MemoryPerWorker"/> each.</summary>
    /// <param name="requested">From <see cref="Request.Jobs"/>.</param>
    /// <param name="limits">Where an image may take less than <see cref="MemoryPerWorker"/>, that is what counts.</param>
    public int Workers(int? requested, Limits limits) =>
        requested ?? (int)Math.Clamp(AvailableMemory / Math.Min(MemoryPerWorker, limits.MaxMemory), 1, Cores);

    /// <summary>In bytes; <see langword="null"/> where only Linux's own words would tell. Elsewhere all of the memory counts as free.</summary>
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
            // A sandbox without /proc: the limit alone has to do.
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
