namespace Thumbs.Pool.Sandboxing;

/// <summary>What a process does first that was started in a <see cref="Sandbox"/>: it gives up what only its start has needed.</summary>
public static class SandboxedProcess
{
    /// <summary>The variable with the names of all folders in the root folder, which the process itself cannot list; with a slash between them.</summary>
    public const string RootsVariable = "THUMBS_WORKER_ROOTS";

    private const string Processes = "proc";

    /// <summary>What any process may have to know of the machine and of itself.</summary>
    private static readonly string[] OfProcesses = ["/proc/self", "/proc/stat", "/proc/meminfo", "/proc/cpuinfo"];

    /// <summary>For <see cref="RootsVariable"/>.</summary>
    public static string Roots => string.Join('/', Directory.EnumerateDirectories("/").Select(Path.GetFileName));

    /// <summary>
    /// From now on, no process is started by this one, and its thread and all threads that this one starts see no other process. Which
    /// folder below /proc is its own can be said only here; those few threads of .NET that are there by now stay as they are.
    /// </summary>
    public static void Settle()
    {
        if (!OperatingSystem.IsLinux())
            return;
        if (Environment.GetEnvironmentVariable(RootsVariable) is { } roots)
            Landlock.ReadOnlyBelow([.. roots.Split('/').Where(root => root != Processes).Select(root => '/' + root), .. OfProcesses]);
        SystemCallFilter.RefuseProcesses();
    }
}
