using System.Text;

namespace Thumbs.Caching.Tests;

public sealed class UploadTests
{
    private static readonly Answer Created = Answers.Status(201);

    [Fact]
    public async Task Contents_are_sent_before_the_entry_that_speaks_of_them()
    {
        await using var server = new ScriptedServer(asked => asked.Method == "HEAD" ? Answers.NotFound : Created);
        await using var test = new CacheUnderTest(server.Url, write: true);
        var (one, two) = (CacheUnderTest.Bytes(1), CacheUnderTest.Bytes(2));

        await test.Cache.UploadAsync(new(CacheUnderTest.Name(7), "entry"u8.ToArray(), [test.Made(one), test.Made(two)]), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        var (cas1, cas2) = ($"/cache/cas/{CacheUnderTest.DigestOf(one)}", $"/cache/cas/{CacheUnderTest.DigestOf(two)}");
        Assert.Equal(
            [$"HEAD {cas1}", $"PUT {cas1}", $"HEAD {cas2}", $"PUT {cas2}", $"PUT /cache/ac/{CacheUnderTest.Name(7)}"],
            server.All.Select(asked => $"{asked.Method} {asked.Path}"));
        Assert.Equal([one, two, "entry"u8.ToArray()], server.All.Where(asked => asked.Method == "PUT").Select(asked => asked.Body));
        Assert.All(server.All, asked => Assert.Contains($"Authorization: Bearer {CacheUnderTest.Token}\r\n", asked.Headers, StringComparison.Ordinal));
        Assert.Empty(test.Cache.Problems);
    }

    [Fact]
    public async Task What_is_there_is_not_sent_again()
    {
        await using var server = new ScriptedServer(asked => asked.Method == "HEAD" ? Answers.HeadOf(100_000) : Created);
        await using var test = new CacheUnderTest(server.Url, write: true);

        await test.Cache.UploadAsync(test.Upload(1), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.Equal(["HEAD cas", "PUT ac"], Kinds(server));
    }

    [Fact]
    public async Task What_is_there_in_another_size_or_with_other_bytes_is_sent_again()
    {
        var (short1, garbled) = (CacheUnderTest.Bytes(1), CacheUnderTest.Bytes(2));
        await using var server = new ScriptedServer(asked => asked.Method switch
        {
            "HEAD" => Answers.HeadOf(10),
            "GET" => Answers.Body(CacheUnderTest.Bytes(3)),
            _ => Created,
        });
        await using var test = new CacheUnderTest(server.Url, write: true);

        Assert.False(await test.GetContentAsync(garbled));
        await test.Cache.UploadAsync(test.Upload(2), CacheUnderTest.Cancellation);
        await test.Cache.UploadAsync(test.Upload(1), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.Contains(server.All, asked => asked.Method == "PUT" && asked.Body.SequenceEqual(short1));
        Assert.Contains(server.All, asked => asked.Method == "PUT" && asked.Body.SequenceEqual(garbled));
        Assert.DoesNotContain(server.All, asked => asked.Method == "HEAD" && asked.Path.EndsWith(CacheUnderTest.DigestOf(garbled).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_cache_that_is_only_read()
    {
        await using var server = new ScriptedServer(_ => Created);
        await using var test = new CacheUnderTest(server.Url);

        await test.Cache.UploadAsync(test.Upload(1), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.Empty(server.All);
        Assert.Empty(test.Cache.Problems);
    }

    [Fact]
    public async Task The_end_waits_for_all_that_is_to_be_sent()
    {
        Platform.SkipOnWine("a request to a server in the same process takes so long that the wait budget is spent.");
        await using var server = new ScriptedServer(asked => Answers.After(TimeSpan.FromMilliseconds(10), asked.Method == "HEAD" ? Answers.NotFound : Created));
        await using var test = new CacheUnderTest(server.Url, write: true);

        for (var i = 0; i < 300; i++)
            await test.Cache.UploadAsync(test.Upload(i, length: 1000), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.Equal(300, server.All.Count(asked => asked.Path.StartsWith("/cache/ac/", StringComparison.Ordinal)));
        Assert.Equal(300, server.All.Count(asked => asked is { Method: "PUT", Body.Length: 1000 }));
        Assert.Empty(test.Cache.Problems);
    }

    [Theory]
    [InlineData("PUT", 401)]
    [InlineData("PUT", 403)]
    [InlineData("PUT", 405)]
    [InlineData("PUT", 409)]
    [InlineData("PUT", 507)]
    [InlineData("HEAD", 403)]
    public async Task A_server_that_is_not_to_be_written_to_is_read_on(string method, int status)
    {
        await using var server = new ScriptedServer(asked =>
            asked.Method == method ? Answers.Status(status)
            : asked.Method == "GET" ? Answers.Body("entry"u8.ToArray())
            : Answers.NotFound);
        await using var test = new CacheUnderTest(server.Url, write: true);

        await test.Cache.UploadAsync(test.Upload(1), CacheUnderTest.Cancellation);
        await Eventually.TrueAsync(() => test.Cache.Problems.Count > 0);
        var asked = server.All.Count;
        for (var i = 0; i < 20; i++)
            await test.Cache.UploadAsync(test.Upload(i), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        Assert.Equal(asked, server.All.Count);
        Assert.NotNull(await test.GetEntryAsync(1));
        Assert.StartsWith($"THUMB0504: {server.Url}: What is made is not sent to the remote cache: the server, when it is to take something, answers {status} ", test.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_large_for_the_server_is_left_out_and_so_is_its_entry()
    {
        await using var server = new ScriptedServer(asked =>
            asked.Method == "HEAD" ? Answers.NotFound
            : asked.Body.Length > 1000 ? Answers.Status(413)
            : Created);
        await using var test = new CacheUnderTest(server.Url, write: true);

        for (var i = 0; i < 6; i++)
            await test.Cache.UploadAsync(test.Upload(i, length: i % 2 == 0 ? 1000 : 1001), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        var entries = server.All.Where(asked => asked.Path.Contains("/ac/", StringComparison.Ordinal)).Select(asked => Encoding.ASCII.GetString(asked.Body));
        Assert.Equal(["entry 0", "entry 2", "entry 4"], entries.Order(StringComparer.Ordinal));
        Assert.Equal($"THUMB0504: {server.Url}: Renditions that are too large for the remote cache, whose server answers 413: 3", test.Told());
    }

    [Theory]
    [InlineData("edited")]
    [InlineData("longer")]
    [InlineData("shorter")]
    [InlineData("deleted")]
    public async Task What_is_no_longer_what_was_made_does_not_arrive(string change)
    {
        await using var server = new ScriptedServer(asked => asked.Method == "HEAD" ? Answers.NotFound : Created);
        await using var test = new CacheUnderTest(server.Url, write: true);
        var upload = test.Upload(1);
        Change(upload.Contents[0].Path, change);

        await test.Cache.UploadAsync(upload, CacheUnderTest.Cancellation);
        await test.Cache.UploadAsync(test.Upload(2), CacheUnderTest.Cancellation);
        await test.Cache.FinishAsync(CacheUnderTest.Cancellation);

        var whole = server.All.Where(asked => asked is { Method: "PUT", IsCutShort: false }).Select(asked => asked.Path);
        // A file that has only grown begins with the right bytes, and those are sent.
        var arrived = change == "longer" ? [1, 2] : new[] { 2 };
        Assert.Equal(
            arrived.SelectMany(i => new[] { $"/cache/cas/{CacheUnderTest.DigestOf(CacheUnderTest.Bytes(i))}", $"/cache/ac/{CacheUnderTest.Name(i)}" }).Order(StringComparer.Ordinal),
            whole.Order(StringComparer.Ordinal));
        Assert.Empty(test.Cache.Problems);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("hangup")]
    [InlineData("500")]
    [InlineData("500 to PUT")]
    [InlineData("redirect")]
    public async Task A_server_that_takes_nothing_costs_five_seconds_at_most(string trouble)
    {
        await using var server = new ScriptedServer(asked => trouble switch
        {
            "hang" => Answers.Hang,
            "hangup" => Answers.Hangup,
            // The GET that follows succeeds, but says nothing of the upload.
            "redirect" => asked.Method switch
            {
                "HEAD" => Answers.NotFound,
                "PUT" => Answers.Status(303, headers: "Location: /elsewhere\r\n"),
                _ => Answers.Body([]),
            },
            "500 to PUT" when asked.Method == "HEAD" => Answers.NotFound,
            _ => Answers.Status(500),
        });
        await using var test = new CacheUnderTest(server.Url, write: true);

        await CacheUnderTest.InTimeAsync(1, 1, async _ =>
        {
            for (var i = 0; i < 100; i++)
                await test.Cache.UploadAsync(test.Upload(i), CacheUnderTest.Cancellation);
            await test.Cache.FinishAsync(CacheUnderTest.Cancellation);
        });

        Assert.DoesNotContain(server.All, asked => asked.Path.StartsWith("/cache/ac/", StringComparison.Ordinal));
        Assert.StartsWith($"THUMB0504: {server.Url}: ", test.Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_works_there_is_one_warning()
    {
        await using var server = new ScriptedServer(_ => Answers.Status(500));
        await using var test = new CacheUnderTest(server.Url, write: true);

        await CacheUnderTest.InTimeAsync(50, 16, async number =>
        {
            Assert.Null(await test.GetEntryAsync(number));
            await test.Cache.UploadAsync(test.Upload(number), CacheUnderTest.Cancellation);
        });
        await CacheUnderTest.InTimeAsync(1, 1, _ => test.Cache.FinishAsync(CacheUnderTest.Cancellation));

        Assert.StartsWith("THUMB0503", test.Told(), StringComparison.Ordinal);
    }

    private static string[] Kinds(ScriptedServer server) => [.. server.All.Select(asked => $"{asked.Method} {asked.Path.Split('/')[2]}")];

    private static void Change(string path, string change)
    {
        var bytes = File.ReadAllBytes(path);
        switch (change)
        {
            case "edited":
                bytes[5] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            case "longer":
                File.WriteAllBytes(path, [.. bytes, 0]);
                break;
            case "shorter":
                File.WriteAllBytes(path, bytes[..^1]);
                break;
            default:
                File.Delete(path);
                break;
        }
    }
}
