using System.Security.Cryptography;

using Thumbs.Freshness;
using Thumbs.Images;
using Thumbs.Imaging.Resizing;
using Thumbs.Planning;

namespace Thumbs.Imaging.Tests;

/// <summary>
/// Renditions with one key on several platforms have the same bytes there: they are compared with the same stored digests wherever
/// these tests run. The digests are of the codecs that the first line of the file names.
/// </summary>
public sealed class PlatformTests : Workbench
{
    private const string Stored = "same-everywhere.txt";

    /// <summary>Of a source, in bytes: small enough for an emulated processor.</summary>
    private const int MostBytes = 1_000_000;

    private static readonly Recipe Plain = Recipe(ImageFormat.Png, 96, 96);

    /// <summary>By name: the formats from one picture, the rest in a lossless format.</summary>
    private static readonly (string Name, Recipe Recipe)[] Recipes =
    [
        ("png", Plain),
        ("jpeg", Plain with { Format = ImageFormat.Jpeg }),
        ("progressive", Plain with { Format = ImageFormat.Jpeg, Quality = 50, Progressive = true }),
        ("webp", Plain with { Format = ImageFormat.WebP }),
        ("lossless-webp", Plain with { Format = ImageFormat.WebP, Lossless = true }),
        ("tiff", Plain with { Format = ImageFormat.Tiff }),
        ("lossless-tiff", Plain with { Format = ImageFormat.Tiff, Lossless = true }),
        ("attention", Plain with { Fit = Fit.Cover, Height = 60, Position = Position.Attention }),
        ("entropy", Plain with { Fit = Fit.Cover, Height = 60, Position = Position.Entropy }),
        ("contain", Plain with { Fit = Fit.Contain, Height = 70 }),
        ("enlarged", Plain with { Enlarge = true, Width = 700, Height = 700 }),
        ("tiny", Plain with { Width = 7, Height = 7 }),
        ("mitchell", Plain with { Kernel = Kernel.Mitchell }),
        ("linear", Plain with { Kernel = Kernel.Linear }),
        ("sharpened", Plain with { Sharpen = true }),
        ("profile", Plain with { Keep = Metadata.Icc }),
    ];

    /// <summary>A folder beside or above the tests; <see langword="null"/> where there is none.</summary>
    private static string? Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, name) is var folder && Directory.Exists(folder))
                return folder;
        }

        return null;
    }

    private static string[] Sources(string folder)
    {
        if (Folder(folder) is not { } found)
        {
            Assert.Skip($"there is no folder {folder}");
            return [];
        }

        return [.. Directory.GetFiles(found, "*.jpg").Where(file => new FileInfo(file).Length < MostBytes).Order(StringComparer.Ordinal)];
    }

    /// <summary>A line for each rendition: source, recipe, digest.</summary>
    private IEnumerable<string> Digests(string source) => Recipes.Select(one =>
    {
        // Keys of PNG name the platform, but only for the order of a palette, which no photograph has.
        Assert.Equal(one.Recipe.Format == ImageFormat.Png ? ", on linux-arm64" : "", new EnginePlatform("linux-arm64").InKey(ImageFormat.Jpeg, one.Recipe));
        return $"{Path.GetFileName(source)} {one.Name} {Assert.Single(Render(Job(source, one.Recipe)).Made).Facts.Sha256.ToString()}";
    });

    [Theory]
    [InlineData("samples/photos")]
    [InlineData("../shared/images/formats")]
    public void The_bytes_are_those_that_were_stored(string folder)
    {
        var sources = Sources(folder);
        var names = sources.Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        var versions = EngineVersions.Load().All;
        var stored = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, Stored));
        var made = sources.SelectMany(Digests).ToList();
        var file = Path.Combine(AppContext.BaseDirectory, $"{Path.GetFileName(folder)}-{Stored}");
        File.WriteAllLines(file, made.Prepend(versions));

        Assert.True(stored[0] == versions, $"{Stored} is of other codecs; where the change is meant, take what {file} and its like have");
        Assert.Equal(stored.Where(line => names.Contains(line.Split(' ')[0])), made);
    }

    [Fact]
    public void The_weights_of_the_reduction_are_those_that_were_stored()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var reduced = 1; reduced < 300; reduced += 1 + (reduced / 9))
        {
            for (var length = reduced; length <= 8 * reduced; length += 1 + (length / 9))
            {
                Add(length, length, reduced);
                Add(length, length - 0.4, reduced);
            }
        }

        Assert.Equal("a9bb0a2c39abb3a42d3880844b7ac6c9", Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);

        // As whole numbers, which they are; little-endian, as all platforms here.
        void Add(int length, double extent, int reduced)
        {
            var windows = LanczosWindows.Of(length, extent, reduced);
            for (var window = 0; window < reduced; window++)
            {
                hash.AppendData(BitConverter.GetBytes(windows.Start(window)));
                foreach (var weight in windows.Weights(window))
                    hash.AppendData(BitConverter.GetBytes(checked((int)weight)));
            }
        }
    }
}
