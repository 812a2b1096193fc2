using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Microsoft.Win32.SafeHandles;

using Thumbs.Files;

namespace Thumbs.Pool.Sandboxing;

/// <summary>Linux's own means for a process to give up files, TCP and signals: landlock(7). It needs no privilege, and passes on to children.</summary>
[SupportedOSPlatform("linux")]
public static class Landlock
{
    /// <summary>System calls; their numbers are the same on all processors.</summary>
    private const nint CreateRuleset = 444, AddRule = 445, RestrictSelf = 446;

    /// <summary>LANDLOCK_CREATE_RULESET_VERSION, LANDLOCK_CREATE_RULESET_ERRATA and LANDLOCK_RULE_PATH_BENEATH.</summary>
    private const nint AskVersion = 1, AskErrata = 2, PathBeneath = 1;

    /// <summary>LANDLOCK_ACCESS_FS_*: what concerns files only, and folders too.</summary>
    private const ulong Execute = 1, WriteFile = 1 << 1, ReadFile = 1 << 2, ReadFolder = 1 << 3, RemoveFile = 1 << 5, MakeFolder = 1 << 7, MakeFile = 1 << 8, Truncate = 1 << 14,
        OfFiles = Execute | WriteFile | ReadFile | Truncate;

    /// <summary>LANDLOCK_ACCESS_NET_BIND_TCP and _CONNECT_TCP.</summary>
    private const ulong Tcp = 3;

    /// <summary>LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET and _SIGNAL.</summary>
    private const ulong AbstractSockets = 1, Signals = 2;

    /// <summary>The first version without which files could still be emptied.</summary>
    private const int FirstWithTruncate = 3;

    /// <summary>
    /// Before this was mended, a thread could send no signal to the others of its own process, which .NET does to stop them: the
    /// second erratum.
    /// </summary>
    private const nint SignalsWithinProcess = 2;

    /// <summary>Of its interface, from 1; 0 where this kernel has none, or does not let us.</summary>
    public static int Version { get; } = (int)Math.Max(0, LinuxCalls.Call(CreateRuleset, third: AskVersion));

    /// <summary>What it protects from, in this version.</summary>
    public static Protections Protections =>
        (Version >= FirstWithTruncate ? Protections.Files : Protections.None) | (HandlesSignals ? Protections.Signals : Protections.None);

    private static bool HandlesSignals => Version >= 6 && (LinuxCalls.Call(CreateRuleset, third: AskErrata) & SignalsWithinProcess) != 0;

    /// <summary>The rules as the kernel has them.</summary>
    /// <returns><see langword="null"/> where there is no Landlock.</returns>
    public static SafeFileHandle? RulesetOf(SandboxRules rules)
    {
        if (Version == 0)
            return null;
        var handled = Handled(Version);
        var ruleset = Create(new() { Files = handled, Network = Version >= 4 ? Tcp : 0, Scope = HandlesSignals ? AbstractSockets | Signals : 0 });
        Allow(ruleset, rules.Readable, handled & (ReadFile | ReadFolder));
        Allow(ruleset, rules.FilesBelow, handled & ReadFile);
        Allow(ruleset, rules.Writable, handled & (ReadFile | ReadFolder | WriteFile | Truncate | RemoveFile | MakeFolder | MakeFile));
        Allow(ruleset, rules.Programs, handled & (ReadFile | Execute));
        return new(ruleset, ownsHandle: true);
    }

    /// <summary>Keeps this thread, and all that it will start, from reading files that lie below none of some places.</summary>
    public static void ReadOnlyBelow(IReadOnlyList<string> places)
    {
        using var ruleset = new SafeFileHandle(Create(new() { Files = ReadFile }), ownsHandle: true);
        Allow(ruleset.DangerousGetHandle(), places, ReadFile);
        Restrict(ruleset);
    }

    /// <summary>Keeps this thread, and all that it will start, to the rules from now on.</summary>
    /// <returns>False where the kernel refuses.</returns>
    public static bool Restrict(SafeFileHandle ruleset) => LinuxCalls.Call(RestrictSelf, ruleset.DangerousGetHandle()) == 0;

    private static unsafe nint Create(RulesetAttributes all) => LinuxCalls.Call(CreateRuleset, (nint)(&all), sizeof(RulesetAttributes));

    private static void Allow(nint ruleset, IReadOnlyList<string> paths, ulong access)
    {
        foreach (var path in paths)
        {
            var place = LinuxCalls.Open(path, LinuxCalls.AsPlace);
            if (place < 0)
                continue;
            if (!Allow(ruleset, place, access) && LinuxCalls.Fault == LinuxCalls.InvalidArgument)
                Allow(ruleset, place, access & OfFiles);
            _ = LinuxCalls.Close(place);
        }
    }

    private static unsafe bool Allow(nint ruleset, int place, ulong access)
    {
        var rule = new PathRule { Access = access, Place = place };
        return LinuxCalls.Call(AddRule, ruleset, PathBeneath, (nint)(&rule)) == 0;
    }

    /// <summary>All that a version knows of files: what is handled is refused unless a rule allows it.</summary>
    private static ulong Handled(int version)
    {
        var kinds = version switch
        {
            1 => 13,
            2 => 14,
            3 or 4 => 15,
            _ => 16,
        };
        return (1UL << kinds) - 1;
    }

    /// <summary>landlock_ruleset_attr; an older kernel takes it where what it does not know is 0.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct RulesetAttributes
    {
        public ulong Files, Network, Scope;
    }

    /// <summary>landlock_path_beneath_attr.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Access;
        public int Place;
    }
}
