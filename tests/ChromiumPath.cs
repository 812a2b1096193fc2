namespace Thumbs.Tests;

/// <summary>The Chromium or Chrome of this machine; nothing is downloaded.</summary>
internal static class ChromiumPath
{
    /// <summary>What its program may be called.</summary>
    public static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Its sandbox does not start for root nor in most containers; it only opens our own pages here.</summary>
    public static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>The first on the PATH; <see langword="null"/> where there is none.</summary>
    public static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         select Path.Join(folder, name) + (OperatingSystem.IsWindows() ? ".exe" : ""))
        .FirstOrDefault(File.Exists);
}
