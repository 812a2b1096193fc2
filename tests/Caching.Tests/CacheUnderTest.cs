using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

using Thumbs.Caching.Remote;
using Thumbs.Freshness;
using Thumbs.Images;

namespace Thumbs.Caching.Tests;

/// <summary>A remote cache, a folder, and content for both.</summary>
internal sealed class CacheUnderTest : IAsyncDisposable
{
    /// <summary>The credentials of all tests: none of it may ever be shown.</summary>
    public const string Token = "s3cr3t-t0k3n";

    /// <summary>The time that a bad server may cost.</summary>
    private static readonly TimeSpan MostLost = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("thumbs-remote-").FullName;

    public CacheUnderTest(Uri url, bool write = false, Func<string, string?>? variable = null) => Cache = new(new(
        url, write, RemoteCredentials.In(variable ?? (name => name == RemoteCredentials.TokenVariable ? Token : null))));

    public RemoteCache Cache { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Digest Name(int number) => DigestOf(BitConverter.GetBytes(number));

    /// <summary>Different for each number, and longer than one block.</summary>
    public static byte[] Bytes(int number, int length = 100_000)
    {
        var bytes = new byte[length];
        new Random(number).NextBytes(bytes);
        return bytes;
    }

    public static Digest DigestOf(byte[] bytes) => Digest.Parse(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    public string At(string name) => Path.Combine(_folder, name);

    /// <summary>Content that is not there yet.</summary>
    public RemoteContent Wanted(byte[] bytes) => new(DigestOf(bytes), bytes.Length, At($"{DigestOf(bytes)}.tmp"));

    /// <summary>Content that was made.</summary>
    public RemoteContent Made(byte[] bytes)
    {
        var content = new RemoteContent(DigestOf(bytes), bytes.Length, At(DigestOf(bytes).ToString()));
        File.WriteAllBytes(content.Path, bytes);
        return content;
    }

    /// <summary>An upload of one content.</summary>
    public RemoteUpload Upload(int number, int length = 100_000) =>
        new(Name(number), Encoding.ASCII.GetBytes($"entry {number}"), [Made(Bytes(number, length))]);

    public Task<byte[]?> GetEntryAsync(int number) => Cache.GetEntryAsync(Name(number), bytes => bytes, Cancellation);

    /// <summary>Downloads content and checks the file.</summary>
    public async Task<bool> GetContentAsync(byte[] bytes)
    {
        var wanted = Wanted(bytes);
        var came = await Cache.GetContentAsync(wanted, Cancellation);
        Assert.Equal(came, File.Exists(wanted.Path));
        if (came)
            Assert.Equal(bytes, await File.ReadAllBytesAsync(wanted.Path, Cancellation));
        return came;
    }

    /// <summary>Many requests at once, as in a run, in at most the time that a bad server may cost.</summary>
    public static async Task InTimeAsync(int count, int atOnce, Func<int, Task> ask)
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = Cancellation },
            async (number, _) => await ask(number));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, MostLost);
    }

    /// <summary>The one warning, as <c>CODE: text</c>.</summary>
    public string Told()
    {
        var problem = Assert.Single(Cache.Problems);
        Assert.False(problem.IsError);
        Assert.DoesNotContain(Token, problem.ToString(), StringComparison.Ordinal);
        return $"{problem.Code}: {problem.Text}";
    }

    public async ValueTask DisposeAsync()
    {
        await Cache.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
