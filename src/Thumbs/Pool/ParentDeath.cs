using System.Globalization;

using Thumbs.Files;

namespace Thumbs.Pool;

/// <summary>
/// Ends a worker with its parent, by the system alone. The end of its input does that too, but is seen by a thread of the worker, which it
/// may not get where threads are short. Linux has a signal for it; on Windows see <see cref="JobObject"/>.
/// </summary>
public static class ParentDeath
{
    /// <summary>The variable with the process id of the parent. Without it, nothing is done: the signal comes at the end of the thread that started the process, which a parent has to allow for.</summary>
    public const string Variable = "THUMBS_WORKER_PARENT";

    /// <summary>PR_SET_PDEATHSIG of prctl(2), and the signal that nothing holds up.</summary>
    private const int SetDeathSignal = 1, SigKill = 9;

    public static string OfThisProcess => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>To be called first of all in a worker.</summary>
    /// <returns>False where the parent has ended already.</returns>
    public static bool EndWithParent()
    {
        if (!OperatingSystem.IsLinux() || !int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var parent))
            return true;
        _ = LinuxCalls.Control(SetDeathSignal, SigKill);
        return LinuxCalls.Parent() == parent;
    }
}
