using System.Runtime.CompilerServices;

using NetVips;

using Vips = NetVips.NetVips;

using Thumbs.Images;

namespace Thumbs.Imaging.Library;

/// <summary>The native library: loaded once a process, with everything disabled that is not needed.</summary>
public static class Libvips
{
    /// <summary>The loaders of the formats that are read without being named: all others are blocked.</summary>
    private static readonly string[] Loaders =
    [
        "VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadHeif", "VipsForeignLoadNsgif", "VipsForeignLoadTiff",
        "VipsForeignLoadSvg", "VipsForeignLoadJxl",
    ];

    /// <summary>The formats that are read.</summary>
    public static FormatSet Readable { get; private set; } = FormatSet.OfPackage;

    /// <summary>Whether it is one of the system, and not that of this package.</summary>
    public static bool IsOfSystem { get; private set; }

    /// <summary>Loads libvips and sets it up for untrusted files.</summary>
    /// <param name="expected">
    /// The version that must be loaded, <see langword="null"/> for any: where the library of this package is missing, .NET
    /// loads one of the system, which makes other bytes and reads other formats.
    /// </param>
    /// <param name="loaders">Where it is one of the system: the names of the <see cref="NamedLoader"/>s that are let in.</param>
    /// <returns>Why it cannot be used, in one line; <see langword="null"/> where it can.</returns>
    public static string? Start(string? expected = null, IReadOnlyCollection<string>? loaders = null)
    {
        IsOfSystem = loaders is not null;
        try
        {
            return Loaded(expected, loaders ?? []);
        }
        catch (Exception fault) when (fault is DllNotFoundException or FileNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            return Missing(fault);
        }
    }

    // A method of its own, so that NetVips is loaded inside the try block.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Loaded(string? expected, IReadOnlyCollection<string> named)
    {
        if (!ModuleInitializer.VipsInitialized)
            return Missing(ModuleInitializer.Exception);
        if (expected is not null && Version() != expected)
        {
            return IsOfSystem
                ? $"libvips {Version()} was loaded, and there was {expected} when the run began"
                : $"libvips {Version()} of the system was loaded, since the {expected} of this package cannot be";
        }

        // Workers share the cores. Moreover, the bytes of AVIF depend on the number of its encoder's threads.
        Vips.Concurrency = 1;
        LetIn(named);
        // Every image is read once: a cache of operations would only take memory.
        Cache.Max = 0;
        return null;
    }

    /// <summary>Blocks every loader but those of the list and those that are named.</summary>
    private static void LetIn(IReadOnlyCollection<string> named)
    {
        Vips.BlockUntrusted = true;
        Operation.Block("VipsForeignLoad", state: true);
        foreach (var loader in Loaders.Concat(NamedLoader.All.Where(loader => named.Contains(loader.Name, StringComparer.Ordinal)).SelectMany(loader => loader.Classes)))
            Operation.Block(loader, state: false);
        if (IsOfSystem)
            Readable = FormatSet.Of(LibraryFacts.Readables(named));
    }

    /// <summary>The version of the library that is loaded.</summary>
    public static string Version() => $"{Vips.Version(0)}.{Vips.Version(1)}.{Vips.Version(2)}";

    /// <summary>Whether the library that is loaded has what a version brought.</summary>
    public static bool IsAtLeast(int major, int minor) => Vips.AtLeastLibvips(major, minor);

    private static string Missing(Exception? fault)
    {
        var cause = fault is TypeInitializationException { InnerException: { } inner } ? inner : fault;
        if (cause is EntryPointNotFoundException)
            return "the library is no libvips";
        // The first sentence has the reason; a list of all folders searched follows.
        var line = cause?.Message.Split(". ")[0].Split('\n')[0].Trim() ?? "no reason is given";
        return $"libvips cannot be loaded: {line}";
    }
}
