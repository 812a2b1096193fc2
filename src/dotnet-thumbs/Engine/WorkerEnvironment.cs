namespace Thumbs.Engine;

/// <summary>The environment that a worker is started with: what tunes libvips, malloc and .NET from outside.</summary>
internal static class WorkerEnvironment
{
    /// <summary>The variables to set, beside those that it inherits.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Warnings are told as diagnostics; libvips would print hundreds of lines for one truncated PNG.
        ["VIPS_WARNING"] = "1",
        // Large blocks come from the heap too: mapped each on its own, their pages are faulted in anew for every image, which
        // doubles the faults of photographs of 2 megapixels and is a tenth of their time.
        ["MALLOC_MMAP_THRESHOLD_"] = "33554432",
        // Freed memory is kept for the next image instead of being given back and faulted in again: a quarter of the faults.
        ["MALLOC_TRIM_THRESHOLD_"] = "67108864",
        // The heap asks Linux for large pages (glibc 2.35 and later): a progressive photograph of 12 megapixels has 36 MB of
        // coefficients, and to fault them in page by page, and to find each again, is a tenth of its time.
        ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1",
        // In hexadecimal: 4 MiB of short-lived objects, then they are collected. By itself .NET lets them come to as much as the
        // processor's largest cache holds, which on servers is more than all else that a worker needs.
        ["DOTNET_GCgen0size"] = "400000",
        // A worker that is killed could not remove the sockets that .NET opens for debuggers in the folder for temporary files.
        ["DOTNET_EnableDiagnostics"] = "0",
        // Nobody else writes a worker's files: locking them is one more call each, and a slow one on a network.
        ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1",
    };
}
