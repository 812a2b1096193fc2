using System.Runtime.CompilerServices;

using NetVips;

using Thumbs.Diagnostics;

namespace Thumbs.Imaging;

/// <summary>The native library: loaded once a process, with everything shut that is not needed.</summary>
internal static class Libvips
{
    /// <summary>Loads libvips and sets it up for untrusted files.</summary>
    /// <returns>Why it cannot be used, in one line; <see langword="null"/> where it can.</returns>
    public static string? Start()
    {
        try
        {
            return Loaded();
        }
        catch (Exception fault) when (fault is DllNotFoundException or FileNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            return Missing(fault);
        }
    }

    // A method of its own, so that NetVips is not loaded before there is a handler for what may go wrong with it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Loaded()
    {
        if (!ModuleInitializer.VipsInitialized)
            return Missing(ModuleInitializer.Exception);

        NetVips.NetVips.BlockUntrusted = true;
        Operation.Block("VipsForeignLoadSvg", state: false);
        // Every image is met once: a cache of operations would only hold memory.
        Cache.Max = 0;
        return null;
    }

    private static string Missing(Exception? fault)
    {
        var cause = fault is TypeInitializationException { InnerException: { } inner } ? inner : fault;
        var line = cause?.Message.Split('\n', 2)[0].Trim() ?? "no reason given";
        return $"{Diagnostic.NativeLibraryMissing.Code}: libvips cannot be loaded: {line}";
    }
}
