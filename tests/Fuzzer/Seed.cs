namespace Thumbs.Fuzzer;

/// <summary>A file to be mutated.</summary>
/// <param name="Extension">With the dot.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record Seed(string Extension, byte[] Bytes)
{
    /// <summary>Larger files take longer to decode, and most of their bytes are pixels.</summary>
    private const int Largest = 1 << 16;

    private static readonly string[] Extensions = [".jpg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".svg"];

    /// <summary>The images below a folder that are small enough, in ordinal order.</summary>
    public static IEnumerable<Seed> In(string folder) => !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && new FileInfo(file).Length <= Largest)
        .Order(StringComparer.Ordinal)
        .Select(file => new Seed(Path.GetExtension(file), File.ReadAllBytes(file)));
}
