namespace Thumbs.Caching.Tests;

/// <summary>The cache on a real server.</summary>
public sealed class NginxTests
{
    private const int Count = 100;

    [Fact]
    public async Task One_client_fills_it_and_another_takes_all()
    {
        await using var nginx = await Nginx.StartAsync();
        await FillAsync(nginx);

        Assert.Equal(Count, Directory.GetFiles(Path.Combine(nginx.Files, "thumbs", "ac")).Length);
        Assert.Equal(Count, Directory.GetFiles(Path.Combine(nginx.Files, "thumbs", "cas")).Length);
        await using var reader = new CacheUnderTest(nginx.Url);
        await CacheUnderTest.InTimeAsync(Count, 16, async number =>
        {
            Assert.Equal($"entry {number}", System.Text.Encoding.ASCII.GetString((await reader.GetEntryAsync(number))!));
            Assert.True(await reader.GetContentAsync(CacheUnderTest.Bytes(number)));
        });
        Assert.Null(await reader.GetEntryAsync(Count));
        Assert.Empty(reader.Cache.Problems);
    }

    [Fact]
    public async Task What_is_damaged_there_is_found_out_and_replaced()
    {
        await using var nginx = await Nginx.StartAsync();
        await FillAsync(nginx);
        var file = Path.Combine(nginx.Files, "thumbs", "cas", CacheUnderTest.DigestOf(CacheUnderTest.Bytes(1)).ToString());
        var bytes = await File.ReadAllBytesAsync(file, CacheUnderTest.Cancellation);
        bytes[77] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, CacheUnderTest.Cancellation);

        await using var writer = new CacheUnderTest(nginx.Url, write: true);
        Assert.False(await writer.GetContentAsync(CacheUnderTest.Bytes(1)));
        await writer.Cache.UploadAsync(writer.Upload(1), CacheUnderTest.Cancellation);
        await writer.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.True(await writer.GetContentAsync(CacheUnderTest.Bytes(1)));
        Assert.Empty(writer.Cache.Problems);
    }

    [Fact]
    public async Task Stopped_while_it_is_read_it_costs_five_seconds_at_most()
    {
        await using var nginx = await Nginx.StartAsync();
        await FillAsync(nginx);
        await using var reader = new CacheUnderTest(nginx.Url);
        var came = 0;

        await CacheUnderTest.InTimeAsync(1000, 16, async number =>
        {
            if (number == 50)
                await nginx.StopAsync();
            if (await reader.GetEntryAsync(number % Count) is not null)
                Interlocked.Increment(ref came);
        });

        Assert.InRange(came, 34, 1000 - 3);
        Assert.StartsWith($"THUMB0503: {nginx.Url}: ", reader.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_again_between_two_runs_it_is_there()
    {
        await using var nginx = await Nginx.StartAsync();
        await FillAsync(nginx);
        await nginx.StopAsync();
        await nginx.StartAsync();
        await using var reader = new CacheUnderTest(nginx.Url);

        Assert.True(await reader.GetContentAsync(CacheUnderTest.Bytes(3)));
    }

    [Fact]
    public async Task What_is_larger_than_it_takes_is_left_out()
    {
        await using var nginx = await Nginx.StartAsync();
        await using var writer = new CacheUnderTest(nginx.Url, write: true);

        await writer.Cache.UploadAsync(writer.Upload(1, length: 20_000_000), CacheUnderTest.Cancellation);
        await writer.Cache.UploadAsync(writer.Upload(2, length: 1_000_000), CacheUnderTest.Cancellation);
        await writer.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.Equal($"THUMB0504: {nginx.Url}: Renditions that are too large for the remote cache, whose server answers 413: 1", writer.Told());
        Assert.Null(await writer.GetEntryAsync(1));
        Assert.True(await writer.GetContentAsync(CacheUnderTest.Bytes(2, 1_000_000)));
    }

    [Theory]
    [InlineData("client_max_body_size 1m;", "405 MethodNotAllowed")]
    [InlineData("dav_methods PUT;", "500 InternalServerError")]
    [InlineData("dav_methods PUT; create_full_put_path on; limit_except GET { deny all; }", "403 Forbidden: check the credentials")]
    public async Task One_that_does_not_take_anything_says_why(string directives, string answer)
    {
        await using var nginx = await Nginx.StartAsync(directives);
        await using var writer = new CacheUnderTest(nginx.Url, write: true);

        await writer.Cache.UploadAsync(writer.Upload(1), CacheUnderTest.Cancellation);
        await writer.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.Equal($"THUMB0504: {nginx.Url}: What is made is not sent to the remote cache: the server, when it is to take something, answers {answer}", writer.Told());
        Assert.Null(await writer.GetEntryAsync(1));
    }

    [Fact]
    public async Task Credentials_are_asked_for_and_given()
    {
        var directives = $"if ($http_authorization != \"Bearer {CacheUnderTest.Token}\") {{ return 401; }} dav_methods PUT; create_full_put_path on;";
        await using var nginx = await Nginx.StartAsync(directives);
        await FillAsync(nginx);
        await using var reader = new CacheUnderTest(nginx.Url);
        await using var stranger = new CacheUnderTest(nginx.Url, variable: _ => null);

        Assert.NotNull(await reader.GetEntryAsync(1));
        Assert.Null(await stranger.GetEntryAsync(1));
        Assert.Contains("the server answers 401 Unauthorized: check the credentials", stranger.Told(), StringComparison.Ordinal);
    }

    private static async Task FillAsync(Nginx nginx)
    {
        await using var writer = new CacheUnderTest(nginx.Url, write: true);
        for (var i = 0; i < Count; i++)
            await writer.Cache.UploadAsync(writer.Upload(i), CacheUnderTest.Cancellation);
        await writer.Cache.FinishAsync(CacheUnderTest.Cancellation);
        Assert.Empty(writer.Cache.Problems);
    }
}
