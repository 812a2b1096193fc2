using System.Runtime.InteropServices;

namespace Thumbs.Tests;

/// <summary>The operating system, as far as tests depend on it.</summary>
internal static class Platform
{
    /// <summary>Whether Windows is Wine, whose <c>ntdll.dll</c> exports its version.</summary>
    public static bool IsWine { get; } =
        OperatingSystem.IsWindows()
        && NativeLibrary.TryLoad("ntdll.dll", out var ntdll)
        && NativeLibrary.TryGetExport(ntdll, "wine_get_version", out _);

    /// <summary>Skips a test where Wine, and not Windows, cannot do what the test needs.</summary>
    /// <param name="fault">What Wine gets wrong, in a few words.</param>
    public static void SkipOnWine(string fault) => Assert.SkipWhen(IsWine, $"Wine: {fault}");

    /// <summary>Skips a test that is about something that only Unix has.</summary>
    /// <param name="what">What that is, with the verb: "modes of files are Unix's".</param>
    public static void SkipOnWindows(string what) => Assert.SkipWhen(OperatingSystem.IsWindows(), $"Windows: {what}");
}
