namespace Thumbs.Pool.Sandboxing;

/// <summary>Says in words what a sandbox gives.</summary>
public static class SandboxText
{
    /// <summary>What is in force and, where something is missing, why: <c>files, programs, network, signals</c>.</summary>
    public static string Of(Protections inForce)
    {
        if (!OperatingSystem.IsLinux())
            return "none: only on Linux";
        var parts = new List<string>();
        if (inForce.HasFlag(Protections.Files))
            parts.Add("files, programs");
        if (inForce.HasFlag(Protections.Network))
            parts.Add("network");
        if (inForce.HasFlag(Protections.Signals))
            parts.Add("signals");
        var text = parts.Count > 0 ? string.Join(", ", parts) : "none";
        if (!inForce.HasFlag(Protections.Files))
            text += $"; not files and programs, since {WhyNoFiles()}";
        if (!inForce.HasFlag(Protections.Network))
            text += "; not the network, since this system takes no seccomp filter";
        return text;
    }

    private static string WhyNoFiles() => OperatingSystem.IsLinux() ? Landlock.Version switch
    {
        0 => "this kernel has no Landlock, as Linux has from 5.13 on, or it is shut off here",
        1 or 2 => "files could still be emptied, before Linux 6.2",
        _ => "the kernel refuses the rules for them, or their file system loses them",
    } : "";
}
