namespace Thumbs.Pool.Sandboxing;

/// <summary>What a sandbox protects from a process.</summary>
[Flags]
public enum Protections
{
    None = 0,

    /// <summary>Files and programs that it does not need.</summary>
    Files = 1,

    /// <summary>Sockets of any kind, and system calls that no decoder needs.</summary>
    Network = 2,

    /// <summary>Signals to processes that it did not start.</summary>
    Signals = 4,

    /// <summary>What <c>--sandbox require</c> needs.</summary>
    Required = Files | Network,
}
