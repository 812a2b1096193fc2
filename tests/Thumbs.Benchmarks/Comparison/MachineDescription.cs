using System.Globalization;
using System.Runtime.InteropServices;

using Thumbs.Freshness;

namespace Thumbs.Benchmarks.Comparison;

/// <summary>The context of the figures: the machine, the versions, the date.</summary>
internal static class MachineDescription
{
    public static async Task<string> DescribeAsync(Bench bench, string material, string load)
    {
        var table = new MarkdownTable("", "");
        table.Add("date", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        table.Add("revision", await RevisionAsync());
        table.Add("machine", $"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB");
        table.Add("system", $"{System()}, {RuntimeInformation.RuntimeIdentifier}{load}");
        table.Add("Thumbs", $".NET {Environment.Version}, libvips {(await EngineVersions.LoadAsync()).Libvips}");
        foreach (var peer in bench.Thumbnailers)
            table.Add(peer.Name, peer.Version);
        table.Add("corpora", $"{string.Join("; ", bench.Corpora.Select(each => each.Corpus.Title + BytesAPixel(each.Folder, each.Corpus)))}; cut from {material}");
        return table.ToString();
    }

    private static string BytesAPixel(string folder, Corpora.Corpus corpus)
    {
        var bytes = Directory.EnumerateFiles(folder).Sum(path => new FileInfo(path).Length);
        return $" ({(double)bytes / corpus.Count / corpus.Width / corpus.Height:F3} bytes a pixel)";
    }

    private static async Task<string> RevisionAsync()
    {
        if (await new Command("git", "rev-parse", "--short", "HEAD") { Folder = Checkout.Root }.TryOutputAsync() is not { } revision)
            return "unknown";
        var changes = await new Command("git", "status", "--porcelain", "--", "src") { Folder = Checkout.Root }.TryOutputAsync();
        return revision.Trim() + (changes is "" ? "" : ", with changes");
    }

    private static string Processor() => Value("/proc/cpuinfo", "model name", ':') ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string System() => Value("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;

    /// <summary>A machine that is busy gives other figures.</summary>
    public static string Load() =>
        File.Exists("/proc/loadavg") ? $", load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the beginning" : "";

    private static string? Value(string path, string key, char separator) => File.Exists(path)
        ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(separator, 2)[1].Trim()
        : null;
}
