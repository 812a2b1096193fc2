using System.IO.Compression;
using System.Security.Cryptography;

using Thumbs.Tasks.Tests;

namespace Thumbs.Packaging.Tests;

public sealed class ReproducibleTests(PackedTwice packed)
{
    [Fact]
    public async Task Two_packs_of_one_checkout_in_different_folders_are_the_same_bytes()
    {
        var names = Directory.EnumerateFiles(packed.First).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(packed.All.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal), names);

        // An older NuGet gives this file a random name.
        Assert.SkipUnless(
            (await Nupkg.ReadAsync(packed.Tasks)).Entries.Contains("package/services/metadata/core-properties/nuget.psmdcp", StringComparer.Ordinal),
            "NuGet packs the same bytes from its version 7.9 on, which is in the SDK 10.0.400.");

        foreach (var name in names)
        {
            var (first, second) = (Path.Combine(packed.First, name), Path.Combine(packed.Second, name));
            // The entries first, for a useful message; then all bytes.
            Assert.Equal(await EntriesAsync(first), await EntriesAsync(second));
            Assert.Equal(await HashAsync(first), await HashAsync(second));
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<string> HashAsync(string file) =>
        Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file, Cancellation)));

    /// <summary>Name, time and checksum of each file in a package.</summary>
    private static async Task<string[]> EntriesAsync(string package)
    {
        var archive = await ZipFile.OpenReadAsync(package, Cancellation);
        await using (archive)
            return [.. archive.Entries.Select(entry => $"{entry.FullName} {entry.LastWriteTime:s} {entry.Crc32:x8}")];
    }
}
