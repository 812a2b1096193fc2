using System.Runtime.CompilerServices;

using NetVips;

using Vips = NetVips.NetVips;

namespace Thumbs.Imaging.Library;

/// <summary>The native library: loaded once a process, with everything disabled that is not needed.</summary>
public static class Libvips
{
    /// <summary>Loads libvips and sets it up for untrusted files.</summary>
    /// <param name="expected">
    /// The version that must be loaded, <see langword="null"/> for any: where the library of this package is missing, .NET
    /// loads one of the system, which makes other bytes and reads other formats.
    /// </param>
    /// <returns>Why it cannot be used, in one line; <see langword="null"/> where it can.</returns>
    public static string? Start(string? expected = null)
    {
        try
        {
            return Loaded(expected);
        }
        catch (Exception fault) when (fault is DllNotFoundException or FileNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            return Missing(fault);
        }
    }

    // A method of its own, so that NetVips is loaded inside the try block.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Loaded(string? expected)
    {
        if (!ModuleInitializer.VipsInitialized)
            return Missing(ModuleInitializer.Exception);
        if (expected is not null && Version() != expected)
            return $"libvips {Version()} of the system was loaded, since the {expected} of this package cannot be";

        // Workers share the cores. Moreover, the bytes of AVIF depend on the number of its encoder's threads.
        Vips.Concurrency = 1;
        Vips.BlockUntrusted = true;
        Operation.Block("VipsForeignLoadSvg", state: false);
        // Every image is read once: a cache of operations would only take memory.
        Cache.Max = 0;
        return null;
    }

    /// <summary>The version of the library that is loaded.</summary>
    public static string Version() => $"{Vips.Version(0)}.{Vips.Version(1)}.{Vips.Version(2)}";

    private static string Missing(Exception? fault)
    {
        var cause = fault is TypeInitializationException { InnerException: { } inner } ? inner : fault;
        // The first sentence has the reason; a list of all folders searched follows.
        var line = cause?.Message.Split(". ")[0].Split('\n')[0].Trim() ?? "no reason is given";
        return $"libvips cannot be loaded: {line}";
    }
}
