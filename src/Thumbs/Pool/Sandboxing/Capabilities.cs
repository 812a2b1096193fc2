using System.Runtime.InteropServices;
using System.Runtime.Versioning;

using Thumbs.Files;

namespace Thumbs.Pool.Sandboxing;

/// <summary>What root may do beyond others: capabilities(7). One of them lets a process read the memory and the environment of any other, whatever Landlock says.</summary>
[SupportedOSPlatform("linux")]
public static class Capabilities
{
    /// <summary>_LINUX_CAPABILITY_VERSION_3.</summary>
    private const uint Version = 0x20080522;

    /// <summary>CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root reads its users' files and writes beside them, as it does without a sandbox.</summary>
    private const uint OfFiles = 1 << 1 | 1 << 2;

    /// <summary>Takes from this thread, and from all that it will start, all of them but those of files.</summary>
    public static unsafe void KeepThoseOfFiles()
    {
        var header = new Header { Version = Version };
        var sets = stackalloc Sets[2];
        if (!SystemCallFilter.IsKnownProcessor || LinuxCalls.Call(SystemCalls.Capget.Here, (nint)(&header), (nint)sets) != 0)
            return;
        var kept = sets[0].Permitted & OfFiles;
        sets[0] = new() { Effective = kept, Permitted = kept };
        sets[1] = default;
        _ = LinuxCalls.Call(SystemCalls.Capset.Here, (nint)(&header), (nint)sets);
    }

    /// <summary>__user_cap_header_struct; process 0 is this thread.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public uint Version;
        public int Process;
    }

    /// <summary>__user_cap_data_struct: half of the sets.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Sets
    {
        public uint Effective, Permitted, Inheritable;
    }
}
