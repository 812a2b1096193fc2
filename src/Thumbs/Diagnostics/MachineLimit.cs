using System.ComponentModel;

namespace Thumbs.Diagnostics;

/// <summary>Recognizes that the system gives a process no more of something.</summary>
public static class MachineLimit
{
    /// <summary>errno(3), the same on Linux and macOS but for <see cref="Again"/>: no more processes or threads, memory, files of all processes, files of this one.</summary>
    private const int Again = 11, AgainOnMac = 35, NoMemory = 12, TooManyFiles = 23, TooManyFilesHere = 24;

    /// <summary>What is used up, with the name of its limit; <see langword="null"/> where the exception is of another kind.</summary>
    public static string? NameOf(Exception exception) => exception switch
    {
        AggregateException { InnerException: { } inner } => NameOf(inner),
        TaskSchedulerException { InnerException: { } inner } => NameOf(inner),
        TypeInitializationException { InnerException: { } inner } => NameOf(inner),
        OutOfMemoryException => ThreadsOrMemory,
        Win32Exception fault when !OperatingSystem.IsWindows() => NameOf(fault.NativeErrorCode),
        // .NET passes errno on as the HResult. An assembly of .NET itself that cannot be found was found at the start.
        FileNotFoundException { FileName: { } name } when name.StartsWith("System.", StringComparison.Ordinal) && name.Contains("Version=", StringComparison.Ordinal) => OpenFiles,
        IOException when !OperatingSystem.IsWindows() && exception.HResult is TooManyFiles or TooManyFilesHere => OpenFiles,
        _ => null,
    };

    /// <summary>The same for a process that ended before it was ready, by what it wrote to standard error.</summary>
    public static string? NameIn(string standardError) =>
        // What .NET says where it cannot create a thread or get memory: E_OUTOFMEMORY, and what a failed allocation ends in.
        standardError.Contains("0x8007000E", StringComparison.Ordinal) || standardError.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) || standardError.Contains(nameof(OutOfMemoryException), StringComparison.Ordinal) ? ThreadsOrMemory
        : standardError.Contains("Too many open files", StringComparison.Ordinal) ? OpenFiles
        : null;

    public const string OpenFiles = "open files (`ulimit -n`)";

    public const string Processes = "processes and threads (`ulimit -u`, or the pids limit of the container)";

    public const string ThreadsOrMemory = "threads (`ulimit -u`, or the pids limit of the container) or memory";

    private static string? NameOf(int error) => error switch
    {
        Again or AgainOnMac => Processes,
        NoMemory => ThreadsOrMemory,
        TooManyFiles or TooManyFilesHere => OpenFiles,
        _ => null,
    };
}
