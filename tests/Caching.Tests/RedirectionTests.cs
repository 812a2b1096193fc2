namespace Thumbs.Caching.Tests;

/// <summary>Where a server may send a client on to, and what goes there.</summary>
public sealed class RedirectionTests
{
    private static readonly byte[] Content = CacheUnderTest.Bytes(1);

    /// <summary>Addresses that are none of a cache.</summary>
    public static TheoryData<string> Odd =>
    [
        "file:///etc/passwd", "//", "data:text/plain,x", "javascript:alert(1)", "ftp://127.0.0.1/x", "http://", "http:///x", "//[", "https://:99999/", "http://a:b:c/",
        "unix:/tmp/x", "about:blank", "http://%00/", "mailto:a@b", "", " ", "http:", "ws://127.0.0.1/", "net.tcp://x/", "\\\\server\\share",
    ];

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task An_odd_address_costs_the_server_and_not_the_run(string address)
    {
        await using var server = new ScriptedServer(_ => Answers.Status(302, headers: $"Location: {address}\r\n"));
        await using var test = new CacheUnderTest(server.Url);

        await CacheUnderTest.InTimeAsync(50, 16, async number => Assert.Null(await test.GetEntryAsync(number)));

        Assert.StartsWith($"THUMB0503: {server.Url}: The run goes on without the remote cache: the server ", test.Told(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task So_it_does_where_something_is_sent(string address)
    {
        await using var server = new ScriptedServer(asked => asked.Method == "HEAD" ? Answers.NotFound : Answers.Status(307, headers: $"Location: {address}\r\n"));
        await using var test = new CacheUnderTest(server.Url, write: true);

        await CacheUnderTest.InTimeAsync(1, 1, async _ =>
        {
            for (var i = 0; i < 20; i++)
                await test.Cache.UploadAsync(test.Upload(i), CacheUnderTest.Cancellation);
            await test.Cache.FinishAsync(CacheUnderTest.Cancellation);
        });

        Assert.StartsWith($"THUMB0504: {server.Url}: ", test.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Within_the_server_credentials_are_sent_on()
    {
        await using var server = new ScriptedServer(asked => asked.Path.EndsWith("/moved", StringComparison.Ordinal)
            ? Answers.Body(Content)
            : Answers.Status(308, headers: "Location: /moved\r\n"));
        await using var test = new CacheUnderTest(server.Url);

        Assert.True(await test.GetContentAsync(Content));

        Assert.All(server.All, asked => Assert.Contains(CacheUnderTest.Token, asked.Headers, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_server_that_wants_credentials_is_told_apart()
    {
        await using var other = new ScriptedServer(_ => Answers.Status(401));
        await using var server = new ScriptedServer(_ => Answers.Status(307, headers: $"Location: {other.Url}/elsewhere\r\n"));
        await using var test = new CacheUnderTest(server.Url);

        Assert.Null(await test.GetEntryAsync(1));

        Assert.EndsWith(
            $"the server redirects to {other.Url.GetLeftPart(UriPartial.Authority)}, which answers 401 Unauthorized: credentials are not sent on to another server",
            test.Told(),
            StringComparison.Ordinal);
        Assert.DoesNotContain(other.All, asked => asked.Headers.Contains("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_is_sent_goes_whole_to_where_it_is_redirected()
    {
        await using var other = new ScriptedServer(_ => Answers.Status(201));
        await using var server = new ScriptedServer(asked => asked.Method == "HEAD" ? Answers.NotFound : Answers.Status(307, headers: $"Location: {other.Url}/put\r\n"));
        await using var test = new CacheUnderTest(server.Url, write: true);

        await test.Cache.UploadAsync(test.Upload(1), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.Equal(CacheUnderTest.Bytes(1), other.All[0].Body);
        Assert.Empty(test.Cache.Problems);
    }

    [Fact]
    public async Task A_circle_ends()
    {
        await using var server = new ScriptedServer(_ => Answers.Status(302, headers: "Location: /round\r\n"));
        await using var test = new CacheUnderTest(server.Url);

        Assert.Null(await test.GetEntryAsync(1));

        Assert.Equal(4, server.All.Count);
        Assert.EndsWith("redirects more than 3 times in a row", test.Told(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://cache.invalid/", true, true)]
    [InlineData("https://cache.invalid/", true, false)]
    [InlineData("http://cache.invalid/", false, false)]
    [InlineData("http://127.0.0.1/", true, false)]
    [InlineData("http://localhost/", true, false)]
    public async Task Credentials_that_everyone_can_read_are_warned_of(string address, bool hasCredentials, bool isWarned)
    {
        await using var test = new CacheUnderTest(new(address), variable: hasCredentials ? null : _ => null);

        Assert.Equal(isWarned ? ["THUMB0505"] : [], test.Cache.Problems.Select(problem => problem.Code));
    }
}
