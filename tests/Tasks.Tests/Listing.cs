using System.Security.Cryptography;

namespace Thumbs.Tasks.Tests;

/// <summary>All that is in a folder.</summary>
internal static class Listing
{
    /// <summary>Each file with its time and the hash of its bytes, in ordinal order.</summary>
    public static string Of(string folder) => string.Join('\n', new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .OrderBy(file => file.FullName, StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(folder, file.FullName)} {file.LastWriteTimeUtc.Ticks} {HashOf(file.FullName)}"));

    private static string HashOf(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
