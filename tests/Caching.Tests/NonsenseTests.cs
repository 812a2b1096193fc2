using System.Security.Cryptography;
using System.Text;

using Thumbs.Images;

namespace Thumbs.Caching.Tests;

/// <summary>A server may hold anything, with the right sum: nothing of it is believed, nor kept.</summary>
public sealed class NonsenseTests
{
    private static readonly Digest Source = Digest.OfText("source");

    public static TheoryData<string, string> Renditions => new()
    {
        { "\"bytes\":7", "\"bytes\":-5" },
        { "\"bytes\":7", "\"bytes\":5e12" },
        { "\"bytes\":7", "\"bytes\":5000000000000" },
        { "\"bytes\":7", "\"bytes\":99999999999999999999" },
        { "\"bytes\":7", "\"bytes\":\"7\"" },
        { "\"bytes\":7", "\"size\":7" },
        { "\"width\":128", "\"width\":-128" },
        { "\"width\":128", "\"width\":0" },
        { "\"width\":128", "\"width\":2147483647" },
        { "\"height\":96", "\"height\":1.5" },
        { "\"height\":96", "\"height\":null" },
        { "\"key\":\"key\"", "\"key\":null" },
        { "\"key\":\"key\"", "\"key\":\"\\ud800\"" },
        { "\"sha256\":\"", "\"sha256\":\"../../../x" },
        { "{", "[" },
        { "{", "" },
    };

    [Theory]
    [MemberData(nameof(Renditions))]
    public async Task A_rendition_that_none_can_be_is_not_believed(string sense, string nonsense)
    {
        var entry = Garbled(CacheEntry.Write(Source, "key", new(128, 96, 7, Digest.OfText("content"))), sense, nonsense);

        await NothingComesOfAsync(entry, cache => cache.FindRenditionAsync(Source, "key", CacheUnderTest.Cancellation));
    }

    [Theory]
    [InlineData("\"width\":4000", "\"width\":-4000")]
    [InlineData("\"pages\":1", "\"pages\":0")]
    [InlineData("\"bytes\":9", "\"bytes\":-5")]
    [InlineData("\"bytes\":9", "\"bytes\":5e12")]
    [InlineData("jpeg", "exe")]
    [InlineData("\"#336699\"", "\"#33669\"")]
    [InlineData("\"#336699\"", "\"#33669G\"")]
    [InlineData("image/webp;", "text/html;")]
    [InlineData("UklGRg==", "UklGRg=")]
    [InlineData("UklGRg==", " UklGRg==")]
    [InlineData("UklGRg==", "UklGRg==\\\"><script>")]
    [InlineData("\"AAECAwQ=\"", "\"AAEC\"")]
    [InlineData(",\"thumbHash\":\"AAECAwQ=\"", "")]
    [InlineData("\"source\":{", "\"source\":[")]
    public async Task Nor_is_such_a_source(string sense, string nonsense)
    {
        var entry = Garbled(CacheEntry.Write(new SourceFacts(
            ImageFormat.Jpeg, 4000, 3000, 1, 9, Source, Placeholder: new("#336699", "data:image/webp;base64,UklGRg==", "AAECAwQ="))), sense, nonsense);

        await NothingComesOfAsync(entry, cache => cache.FindSourceAsync(Source, withPlaceholder: false, CacheUnderTest.Cancellation));
    }

    private static async Task NothingComesOfAsync<T>(byte[] entry, Func<ContentCache, ValueTask<T?>> find)
        where T : class
    {
        await using var server = new ScriptedServer(_ => Answers.Body(entry));
        var folder = Directory.CreateTempSubdirectory("thumbs-nonsense-").FullName;
        try
        {
            await using var cache = new ContentCache(new CacheFolder(folder), new(server.Url, Write: false, Credentials: null));

            Assert.Null(await find(cache));

            Assert.Equal("THUMB0503", Assert.Single(cache.Problems).Code);
            Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The entry with something else in it, and the sum of that.</summary>
    private static byte[] Garbled(byte[] entry, string sense, string nonsense)
    {
        var line = Encoding.UTF8.GetString(entry).Split('\n')[1] + "\n";
        var at = line.IndexOf(sense, StringComparison.Ordinal);
        Assert.True(at >= 0, line);
        var garbled = Encoding.UTF8.GetBytes(line[..at] + nonsense + line[(at + sense.Length)..]);
        return [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(garbled)) + "\n"), .. garbled];
    }
}
