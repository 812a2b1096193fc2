namespace Thumbs.Imaging;

/// <summary>The environment that a worker is started with: what tunes libvips, malloc and .NET from outside.</summary>
internal static class WorkerEnvironment
{
    /// <summary>The variables to set, beside those that the coordinator has itself.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // Warnings are told as diagnostics; libvips would print hundreds of lines for one truncated PNG.
        ["VIPS_WARNING"] = "1",
        // One arena, since one thread at a time does the allocating: less memory, and what one image frees serves the next.
        ["MALLOC_ARENA_MAX"] = "1",
        // Large blocks come from the heap too: mapped each on its own, their pages are faulted in anew for every image, which is a
        // tenth of the time of a photograph.
        ["MALLOC_MMAP_THRESHOLD_"] = "33554432",
        // Freed memory is kept for the next image instead of being given back and faulted in again, page by page.
        ["MALLOC_TRIM_THRESHOLD_"] = "67108864",
        ["MALLOC_TOP_PAD_"] = "4194304",
        // A worker has one thread that makes garbage, and little of it.
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        // Nobody else writes a worker's files: locking them is one more call each, and a slow one on a network.
        ["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1",
        // Its code runs for seconds: instrumenting it costs more than it brings.
        ["DOTNET_TieredPGO"] = "0",
    };
}
