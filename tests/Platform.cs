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

    /// <summary>Whether Linux has a libvips of its own, where distributions put it. It is not loaded: a process can have one of that name.</summary>
    public static bool HasLibvips { get; } = OperatingSystem.IsLinux()
        && new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib" }.Any(folder => File.Exists($"{folder}/libvips.so.42"));

    /// <summary>Whether this is Windows, or Wine.</summary>
    public static bool IsWindows => OperatingSystem.IsWindows();

    /// <summary>Whether this is Linux.</summary>
    public static bool IsLinux => OperatingSystem.IsLinux();

    /// <summary>Whether the tests run as root of Linux.</summary>
    public static bool IsLinuxRoot => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>
    /// Skips a test where Wine, and not Windows, cannot do what the test needs. Only in asynchronous tests, as below: under Wine the next test after a
    /// synchronous one that was skipped by an exception never ends.
    /// </summary>
    /// <param name="fault">What Wine gets wrong, in a few words.</param>
    public static void SkipOnWine(string fault) => Assert.SkipWhen(IsWine, $"Wine: {fault}");

    /// <summary>Skips a test that is about something that only Unix has.</summary>
    /// <param name="what">What that is, with the verb: "modes of files are Unix's".</param>
    public static void SkipOnWindows(string what) => Assert.SkipWhen(OperatingSystem.IsWindows(), $"Windows: {what}");
}
