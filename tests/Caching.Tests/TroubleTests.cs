using System.Net;
using System.Net.Sockets;

namespace Thumbs.Caching.Tests;

/// <summary>Failing servers, and what they may cost: one image, many in turn, and many at once.</summary>
public sealed class TroubleTests
{
    private static readonly byte[] Content = CacheUnderTest.Bytes(1);

    public static TheoryData<string, int, int> Troubles
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var trouble in new[] { "500", "429", "hang", "hangup", "half", "garbage", "other", "drip", "drip all" })
            {
                data.Add(trouble, 1, 1);
                data.Add(trouble, 200, 1);
                data.Add(trouble, 200, 16);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_server_in_trouble_costs_five_seconds_at_most(string trouble, int count, int atOnce)
    {
        await using var server = new ScriptedServer(_ => Trouble(trouble));
        await using var test = new CacheUnderTest(server.Url);

        await CacheUnderTest.InTimeAsync(count, atOnce, async _ => Assert.False(await test.Cache.GetContentAsync(test.Wanted(Content) with { Path = test.At(Guid.NewGuid().ToString()) }, CacheUnderTest.Cancellation)));

        if (count > 1)
            await LeftAloneAsync(server, test);
        else
            Assert.StartsWith($"THUMB0503: {server.Url}: The run goes on without the remote cache: the server ", test.Told(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task So_does_a_server_that_nobody_can_connect_to(int atOnce)
    {
        await using var test = new CacheUnderTest(UrlOfNobody());

        await CacheUnderTest.InTimeAsync(200, atOnce, async number => Assert.Null(await test.GetEntryAsync(number)));

        // Windows tries for two seconds before it reports that: then the time is the reason.
        var why = OperatingSystem.IsWindows() ? "takes more time than it saves" : @"cannot be connected to \(Connection refused\)";
        Assert.Matches($"the server {why}", test.Told());
    }

    [Fact]
    public async Task So_does_a_name_that_is_not_known()
    {
        await using var test = new CacheUnderTest(new("https://thumbs.invalid/"));

        await CacheUnderTest.InTimeAsync(200, 16, async number => Assert.Null(await test.GetEntryAsync(number)));

        Assert.StartsWith("THUMB0503: https://thumbs.invalid/: The run goes on without the remote cache: the server ", test.Told(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, 16)]
    [InlineData(1000, 1)]
    public async Task So_does_a_server_that_answers_well_but_late(int milliseconds, int atOnce)
    {
        await using var server = new ScriptedServer(_ => Answers.After(TimeSpan.FromMilliseconds(milliseconds), Answers.Body("entry"u8.ToArray())));
        await using var test = new CacheUnderTest(server.Url);

        await CacheUnderTest.InTimeAsync(1000, atOnce, test.GetEntryAsync);

        Assert.Contains("the server takes more time than it saves, 3 s by now", test.Told(), StringComparison.Ordinal);
        await LeftAloneAsync(server, test);
    }

    [Fact]
    public async Task A_server_that_fails_now_and_then_is_asked_on_until_that_has_cost_too_much()
    {
        Platform.SkipOnWine("a request to a server in the same process takes so long that the wait budget is spent.");
        await using var server = new ScriptedServer(asked => asked.Number % 20 == 19 ? Answers.Hang : Answers.Body("entry"u8.ToArray()));
        await using var test = new CacheUnderTest(server.Url);
        var entries = 0;

        await CacheUnderTest.InTimeAsync(200, 1, async number => entries += await test.GetEntryAsync(number) is null ? 0 : 1);

        Assert.InRange(entries, 20, 60);
        await LeftAloneAsync(server, test);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refusal_is_enough(int status)
    {
        await using var server = new ScriptedServer(_ => Answers.Status(status, headers: $"WWW-Authenticate: Basic realm=\"{CacheUnderTest.Token}\"\r\n"));
        await using var test = new CacheUnderTest(server.Url);

        await CacheUnderTest.InTimeAsync(10, 1, async number => Assert.Null(await test.GetEntryAsync(number)));

        Assert.Single(server.All);
        Assert.Equal(
            $"THUMB0503: {server.Url}: The run goes on without the remote cache: the server answers {status} {(HttpStatusCode)status}: check the credentials",
            test.Told());
    }

    [Fact]
    public async Task Entries_that_make_no_sense_are_faults_too()
    {
        await using var server = new ScriptedServer(_ => Answers.Body("<html>Log in!</html>"u8.ToArray()));
        await using var test = new CacheUnderTest(server.Url);

        for (var i = 0; i < 10; i++)
            Assert.Null(await test.Cache.GetEntryAsync<string>(CacheUnderTest.Name(i), _ => null, CacheUnderTest.Cancellation));

        Assert.Equal(3, server.All.Count);
        Assert.Contains("the server sends entries that make no sense", test.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_contents_that_are_large_are_waited_for()
    {
        var large = CacheUnderTest.Bytes(3, 4_000_000);
        await using var server = new ScriptedServer(_ => Answers.After(TimeSpan.FromMilliseconds(900), Answers.Body(large)));
        await using var test = new CacheUnderTest(server.Url);

        for (var i = 0; i < 5; i++)
            Assert.True(await test.GetContentAsync(large));

        Assert.Empty(test.Cache.Problems);
    }

    private static async Task LeftAloneAsync(ScriptedServer server, CacheUnderTest test)
    {
        Assert.StartsWith($"THUMB0503: {server.Url}: ", test.Told(), StringComparison.Ordinal);
        var asked = server.All.Count;
        for (var i = 0; i < 50; i++)
        {
            Assert.Null(await test.GetEntryAsync(i));
            Assert.False(await test.GetContentAsync(Content));
        }

        // Requests in flight may be counted late.
        Assert.InRange(server.All.Count, asked, asked + 16);
        Assert.Single(test.Cache.Problems);
    }

    private static Answer Trouble(string trouble) => trouble switch
    {
        "hang" => Answers.Hang,
        "hangup" => Answers.Hangup,
        "half" => Answers.HalfOf(Content),
        "garbage" => Answers.Raw("%!& what is this?\r\n\r\n"),
        "other" => Answers.Body(CacheUnderTest.Bytes(2)),
        "drip" => Answers.Drip(Content, alsoHead: false),
        "drip all" => Answers.Drip(Content, alsoHead: true),
        _ => Answers.Status(int.Parse(trouble)),
    };

    /// <summary>A port that was free a moment ago.</summary>
    private static Uri UrlOfNobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://{listener.LocalEndpoint}/");
    }

    [Fact]
    public async Task A_server_that_damages_every_second_answer_is_used_and_told_of()
    {
        var count = 0;
        await using var server = new ScriptedServer(_ => Answers.Body(Interlocked.Increment(ref count) % 2 == 0 ? CacheUnderTest.Bytes(2) : Content));
        await using var test = new CacheUnderTest(server.Url);

        for (var i = 0; i < 10; i++)
            Assert.Equal(i % 2 == 0, await test.GetContentAsync(Content));

        Assert.Equal($"THUMB0506: {server.Url}: Answers that were not what had been kept there, and were not used: 5", test.Told());
    }
}
