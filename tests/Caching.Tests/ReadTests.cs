using System.Text;

using Thumbs.Caching.Remote;
using Thumbs.Diagnostics;

namespace Thumbs.Caching.Tests;

public sealed class ReadTests
{
    private static readonly byte[] Content = CacheUnderTest.Bytes(1);

    [Fact]
    public async Task Entries_and_contents_are_where_build_caches_have_them()
    {
        await using var server = new ScriptedServer(asked => Answers.Body(asked.Path.StartsWith("/cache/cas/", StringComparison.Ordinal) ? Content : "entry"u8.ToArray()));
        await using var test = new CacheUnderTest(server.Url);

        Assert.Equal("entry"u8.ToArray(), await test.GetEntryAsync(7));
        Assert.True(await test.GetContentAsync(Content));

        Assert.Equal(
            [$"GET /cache/ac/{CacheUnderTest.Name(7)}", $"GET /cache/cas/{CacheUnderTest.DigestOf(Content)}"],
            server.All.Select(asked => $"{asked.Method} {asked.Path}"));
        Assert.All(server.All, asked =>
        {
            Assert.Contains($"User-Agent: dotnet-thumbs/{ToolVersion.Text}\r\n", asked.Headers, StringComparison.Ordinal);
            Assert.Contains($"Authorization: Bearer {CacheUnderTest.Token}\r\n", asked.Headers, StringComparison.Ordinal);
            Assert.DoesNotContain("Accept-Encoding", asked.Headers, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Empty(test.Cache.Problems);
    }

    [Theory]
    [InlineData("user", "pässword", "Basic dXNlcjpww6Rzc3dvcmQ=")]
    [InlineData("user", null, "Basic dXNlcjo=")]
    [InlineData(null, "password", null)]
    public async Task User_and_password_are_sent_as_basic_authentication(string? user, string? password, string? header)
    {
        await using var server = new ScriptedServer(_ => Answers.NotFound);
        await using var test = new CacheUnderTest(server.Url, variable: name => name switch
        {
            RemoteCredentials.UserVariable => user,
            RemoteCredentials.PasswordVariable => password,
            _ => null,
        });

        Assert.Null(await test.GetEntryAsync(7));

        var headers = Assert.Single(server.All).Headers.Split("\r\n");
        Assert.Equal(header, Array.Find(headers, line => line.StartsWith("Authorization", StringComparison.Ordinal))?["Authorization: ".Length..]);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task What_is_not_there_is_no_fault(int status)
    {
        Platform.SkipOnWine("a request to a server in the same process takes so long that the wait budget is spent.");
        await using var server = new ScriptedServer(_ => Answers.Status(status, "nothing"u8.ToArray()));
        await using var test = new CacheUnderTest(server.Url);

        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await test.GetEntryAsync(i));
            Assert.False(await test.GetContentAsync(Content));
        }

        Assert.Equal(20, server.All.Count);
        Assert.Empty(test.Cache.Problems);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("429")]
    [InlineData("408")]
    [InlineData("hangup")]
    [InlineData("half")]
    [InlineData("garbage")]
    public async Task What_may_pass_is_tried_again(string fault)
    {
        await using var server = new ScriptedServer(asked => asked.Number < 2 ? Fault(fault) : Answers.Body(Content));
        await using var test = new CacheUnderTest(server.Url);

        Assert.True(await test.GetContentAsync(Content));

        // Where a connection breaks before an answer, .NET may ask once more by itself.
        Assert.True(server.All.Count >= 3);
        Assert.Empty(test.Cache.Problems);
    }

    [Theory]
    [InlineData("400")]
    [InlineData("304")]
    [InlineData("longer")]
    [InlineData("other")]
    public async Task What_lasts_is_not_tried_again_and_one_fault_is_none(string fault)
    {
        await using var server = new ScriptedServer(asked => asked.Number == 0 ? Fault(fault) : Answers.Body(Content));
        await using var test = new CacheUnderTest(server.Url);

        Assert.False(await test.GetContentAsync(Content));
        Assert.True(await test.GetContentAsync(Content));

        Assert.Equal(2, server.All.Count);
        Assert.Empty(test.Cache.Problems);
    }

    [Fact]
    public async Task Content_without_an_end_is_not_read_to_its_end()
    {
        await using var server = new ScriptedServer(_ => Answers.Endless);
        await using var test = new CacheUnderTest(server.Url);

        await CacheUnderTest.InTimeAsync(count: 3, atOnce: 1, async _ => Assert.False(await test.GetContentAsync(Content)));
        await CacheUnderTest.InTimeAsync(count: 3, atOnce: 1, async number => Assert.Null(await test.GetEntryAsync(number)));

        Assert.Equal(3, server.All.Count);
        Assert.Contains("the server sends more than there should be", test.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_of_64_KiB_is_read_and_a_larger_one_is_not()
    {
        await using var server = new ScriptedServer(asked => Answers.Body(new byte[CacheEntry.MaxLength + asked.Number]));
        await using var test = new CacheUnderTest(server.Url);

        Assert.Equal(CacheEntry.MaxLength, (await test.GetEntryAsync(1))?.Length);
        Assert.Null(await test.GetEntryAsync(2));
    }

    [Fact]
    public async Task A_redirection_is_followed_without_the_credentials()
    {
        await using var other = new ScriptedServer(_ => Answers.Body(Content));
        await using var server = new ScriptedServer(_ => Answers.Status(302, headers: $"Location: {other.Url}/elsewhere\r\n"));
        await using var test = new CacheUnderTest(server.Url);

        Assert.True(await test.GetContentAsync(Content));

        Assert.Contains("Authorization", Assert.Single(server.All).Headers, StringComparison.Ordinal);
        var followed = Assert.Single(other.All);
        Assert.Equal("/cache/elsewhere", followed.Path);
        Assert.DoesNotContain("Authorization", followed.Headers, StringComparison.Ordinal);
        Assert.DoesNotContain(CacheUnderTest.Token, followed.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_is_no_fault_of_the_server()
    {
        await using var server = new ScriptedServer(_ => Answers.Body(Content));
        await using var test = new CacheUnderTest(server.Url);
        var wanted = test.Wanted(Content) with { Path = test.At("missing/file") };

        for (var i = 0; i < 5; i++)
            await Assert.ThrowsAnyAsync<IOException>(() => test.Cache.GetContentAsync(wanted, CacheUnderTest.Cancellation));

        Assert.Equal(5, server.All.Count);
        Assert.Empty(test.Cache.Problems);
    }

    [Fact]
    public async Task The_user_may_stop_it()
    {
        await using var server = new ScriptedServer(_ => Answers.Hang);
        await using var test = new CacheUnderTest(server.Url);
        using var user = new CancellationTokenSource();

        var asking = test.Cache.GetEntryAsync(CacheUnderTest.Name(1), bytes => bytes, user.Token);
        await Eventually.TrueAsync(() => server.All.Count == 1);
        await user.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Empty(test.Cache.Problems);
    }

    private static Answer Fault(string fault) => fault switch
    {
        "hangup" => Answers.Hangup,
        "half" => Answers.HalfOf(Content),
        "garbage" => Answers.Raw("%!& what is this?\r\n\r\n"),
        "longer" => Answers.Body([.. Content, 0]),
        "other" => Answers.Body(CacheUnderTest.Bytes(2)),
        // Has no body, whatever is asked for.
        "304" => Answers.Status(304),
        _ => Answers.Status(int.Parse(fault), Encoding.ASCII.GetBytes("no")),
    };
}
