namespace Thumbs.Pool.Sandboxing;

/// <summary>What a sandboxed process may reach. Paths are absolute and lead to files, or to folders with all below them; what does not exist is passed over.</summary>
/// <param name="Readable">To be read.</param>
/// <param name="Writable">To be read, and written to: files and folders may be made below it, and files deleted.</param>
/// <param name="Programs">To be started; readable too.</param>
/// <param name="Probes">Some of them, folders, with which it is tried whether the rules hold: on some file systems they are lost.</param>
public sealed record SandboxRules(
    IReadOnlyList<string> Readable, IReadOnlyList<string> Writable, IReadOnlyList<string> Programs, IReadOnlyList<string> Probes)
{
    /// <summary>Folders below which every file may be read, but none listed.</summary>
    public IReadOnlyList<string> FilesBelow { get; init; } = [];

    public static SandboxRules Nothing { get; } = new([], [], [], []);
}
