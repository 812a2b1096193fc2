using System.Security.Cryptography;

using NetVips;

namespace Thumbs.Tool.Tests;

/// <summary>A folder to run the tool in, deleted at the end.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thumbs-work-");

    public string Path => _folder.FullName;

    public string this[string name] => System.IO.Path.Combine(_folder.FullName, name);

    /// <summary>Makes JPEGs of noise and colour ramps, no two alike.</summary>
    public void MakePhotos(string folder, int count, int width = 400, int height = 300)
    {
        Directory.CreateDirectory(this[folder]);
        for (var i = 0; i < count; i++)
            MakePhoto($"{folder}/photo-{i:D4}.jpg", i, width, height);
    }

    public void MakePhoto(string name, int seed, int width = 400, int height = 300)
    {
        using var noise = Image.Perlin(width, height, cellSize: 64, seed: seed);
        using var ramp = Image.Xyz(width, height);
        using var colours = (noise * 127).Bandjoin(ramp[0] % 256, (ramp[1] + (7 * seed)) % 256) + new double[] { 128, 0, 0 };
        using var photo = colours.Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        photo.WriteToFile(this[name]);
    }

    /// <inheritdoc cref="HashesOf"/>
    public IReadOnlyDictionary<string, string> Hashes(string folder) => HashesOf(this[folder]);

    /// <summary>All files below a folder except the tool's own, by relative path, with the hash of their bytes.</summary>
    public static IReadOnlyDictionary<string, string> HashesOf(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !System.IO.Path.GetFileName(file).StartsWith(".thumbs-state", StringComparison.Ordinal))
        .ToDictionary(
            file => System.IO.Path.GetRelativePath(folder, file),
            file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))),
            StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);
}
