namespace Thumbs.Pool.Sandboxing;

/// <summary>From what a sandbox keeps a process.</summary>
[Flags]
internal enum Protections
{
    None = 0,

    /// <summary>From files and programs that it has no business with.</summary>
    Files = 1,

    /// <summary>From making sockets of any kind, and from calls to the system that no decoder needs.</summary>
    Network = 2,

    /// <summary>From sending signals to processes that it did not start.</summary>
    Signals = 4,

    /// <summary>What a sandbox that is required has to give.</summary>
    Required = Files | Network,
}
