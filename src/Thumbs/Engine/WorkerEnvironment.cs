using Thumbs.Pool;

namespace Thumbs.Engine;

/// <summary>The environment variables of a worker, which tune libvips, malloc and .NET.</summary>
public static class WorkerEnvironment
{
    /// <summary>The variables that are set in addition to the inherited ones.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Warnings are reported as diagnostics; libvips would print hundreds of lines for one truncated PNG.
        ["VIPS_WARNING"] = "1",
        // SVG asks for the reader's language (systemLanguage): the same on every machine, whatever it is set to.
        ["LC_ALL"] = "en_US.UTF-8",
        ["LANG"] = "en_US.UTF-8",
        ["LANGUAGE"] = "en",
        // Large blocks come from the heap too: separately mapped, their pages would be faulted in again for every image, which
        // doubles the page faults of photographs of 2 megapixels and takes a tenth of their time.
        ["MALLOC_MMAP_THRESHOLD_"] = "33554432",
        // Freed memory is kept for the next image instead of being given back and faulted in again: a quarter of the faults.
        ["MALLOC_TRIM_THRESHOLD_"] = "67108864",
        // The heap uses transparent huge pages (glibc 2.35 and later): a progressive photograph of 12 megapixels has 36 MB of
        // coefficients, whose page faults and TLB misses take a tenth of its time.
        ["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1",
        // In hexadecimal: the first generation is collected after 4 MiB. .NET's default is the size of the
        // processor's largest cache, which on servers is more than all else that a worker needs.
        ["DOTNET_GCgen0size"] = "400000",
        // A worker that is killed could not delete the sockets that .NET opens for debuggers in the temporary folder.
        ["DOTNET_EnableDiagnostics"] = "0",
        // No other process writes a worker's files: locking them is one more system call each, and a slow one on a network.
        ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1",
        [ParentDeath.Variable] = ParentDeath.OfThisProcess,
    };
}
