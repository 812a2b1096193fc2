using System.Globalization;

using Thumbs.Diagnostics;
using Thumbs.Planning;

namespace Thumbs.Engine;

/// <summary>The resources of the machine that this process may use.</summary>
/// <param name="Cores">The cores of its affinity mask, at most its container's quota, rounded up.</param>
/// <param name="AvailableMemory">In bytes: what is free now, and no more than its container allows.</param>
/// <param name="GroupMemory">In bytes, what the control groups have left; <see langword="null"/> where they set no limit.</param>
/// <param name="OpenFiles">That this process may have; <see langword="null"/> where that is not known.</param>
/// <param name="FreeTasks">The processes and threads that it may still start; <see langword="null"/> where that is not known.</param>
public sealed record MachineResources(int Cores, long AvailableMemory, long? GroupMemory = null, long? OpenFiles = null, long? FreeTasks = null)
{
    /// <summary>The memory of a worker besides the image, in bytes: .NET and libvips, measured at 60 to 90 MB.</summary>
    public const long WorkerOverhead = 128L << 20;

    /// <summary>What of that is a worker's own, in bytes: files that are mapped by all count once.</summary>
    private const long WorkerAlone = 64L << 20;

    /// <summary>The least that a worker is given for an image where control groups leave less: a photo that is decoded at an eighth.</summary>
    private const long LeastForImage = 32L << 20;

    /// <summary>The files that are open without any worker, and for each (its streams, and the files of a job); measured at 84 and 6.</summary>
    private const int FilesOfRun = 88, FilesOfWorker = 8;

    /// <summary>The same for processes and threads: a worker was measured at 9 to 12, and has two more in this process.</summary>
    private const int TasksOfRun = 10, TasksOfWorker = 14;

    /// <summary>Under a higher limit, the user's processes and threads are not counted: it would take too long.</summary>
    private const long MostCounted = 4096;

    /// <summary>
    /// The memory in bytes that is assumed for a worker: .NET and libvips take 60 MB, and a photo that is decoded in
    /// full 100 MB more. Few images need <see cref="Limits.MaxMemory"/>; to assume that would leave cores idle.
    /// </summary>
    public const long MemoryPerWorker = 256L << 20;

    private const string MemoryInfo = "/proc/meminfo";

    private const string ProcessLimits = "/proc/self/limits";

    public static MachineResources OfThisProcess()
    {
        // .NET applies both the affinity and the control group's limits; of a container's memory it reports three quarters.
        var allowed = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var group = ControlGroup.FreeMemory();
        return new(Environment.ProcessorCount, Math.Min(Math.Min(allowed, FreeMemory() ?? allowed), group ?? allowed), group, Limit("Max open files"), ControlGroup.Least(ControlGroup.FreeTasks(), FreeTasksOfUser()));
    }

    /// <summary>The workers to start: the number requested, or one a core with <see cref="MemoryPerWorker"/> each.</summary>
    /// <param name="requested">From <see cref="Request.Jobs"/>.</param>
    /// <param name="limits">Where an image may take less than <see cref="MemoryPerWorker"/>, its limit is used.</param>
    /// <exception cref="ThumbsException">There is no room for one.</exception>
    public int Workers(int? requested, Limits limits)
    {
        var wanted = requested ?? (int)Math.Clamp(AvailableMemory / Math.Min(MemoryPerWorker, limits.MaxMemory), 1, Cores);
        return Math.Min(
            Fitting(wanted, OpenFiles, FilesOfRun, FilesOfWorker, MachineLimit.OpenFiles),
            Fitting(wanted, FreeTasks, TasksOfRun, TasksOfWorker, MachineLimit.Processes));
    }

    /// <summary>The limits of an image, with no more memory than keeps all workers together within the control groups: beyond that, the kernel kills.</summary>
    /// <param name="limits">Of the request.</param>
    /// <param name="workers">Their number.</param>
    public Limits LimitsOf(Limits limits, int workers) =>
        GroupMemory is { } group && Math.Max(LeastForImage, (group / workers) - WorkerAlone) is var share && share < limits.MaxMemory
            ? limits with { MaxMemory = share, IsMemoryOfContainer = true }
            : limits;

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

    /// <returns>The number of workers for which there is enough of something.</returns>
    private static int Fitting(int wanted, long? free, int ofRun, int ofWorker, string name) =>
        free is not { } count ? wanted
        : count >= ofRun + ofWorker ? (int)Math.Min(wanted, (count - ofRun) / ofWorker)
        : throw new ThumbsException(Diagnostic.LimitReached.At(path: null, $"There are {count} {name} for this process, which needs {ofRun + ofWorker}"));

    /// <summary>RLIMIT_NPROC, which counts all threads of a user, and does not bind root.</summary>
    private static long? FreeTasksOfUser()
    {
        if (Environment.IsPrivilegedProcess || Limit("Max processes") is not (< MostCounted and var most))
            return null;
        var user = Status("self").User;
        return most - Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0]))
            .Select(Status).Where(process => process.User == user).Sum(process => process.Threads);
    }

    /// <summary>Of <c>/proc/PID/status</c>: the line of users, and the number of threads.</summary>
    private static (string User, long Threads) Status(string process)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{process}/status");
            return (Value("Uid:"), long.Parse(Value("Threads:"), CultureInfo.InvariantCulture));

            string Value(string key) => lines.First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..].Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return ("", 0);
        }
    }

    /// <summary>A soft limit, as in <c>Max open files            1024                 524288               files</c> (proc_pid_limits(5)).</summary>
    private static long? Limit(string key)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(ProcessLimits))
            return null;
        var words = File.ReadLines(ProcessLimits).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
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
