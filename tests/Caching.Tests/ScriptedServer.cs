using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

using Thumbs.Parameters.Values;

namespace Thumbs.Caching.Tests;

/// <summary>A request as the server received it.</summary>
/// <param name="Number">From 0, over all connections.</param>
/// <param name="Method">GET, HEAD or PUT.</param>
/// <param name="Path">With its slash.</param>
/// <param name="Headers">All lines of them.</param>
/// <param name="Body">As far as it was received.</param>
internal sealed record Asked(int Number, string Method, string Path, string Headers, byte[] Body)
{
    /// <summary>Whether less was received than announced.</summary>
    public bool IsCutShort { get; init; }
}

/// <summary>The server's reaction. The connection is kept where it returns true.</summary>
internal delegate Task<bool> Answer(Stream connection, CancellationToken stop);

/// <summary>A server that follows a test's script, down to the bytes.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Asked, Answer> _script;
    private readonly ConcurrentQueue<Asked> _asked = [];
    private readonly Task _accepting;
    private int _count;

    public ScriptedServer(Func<Asked, Answer> script)
    {
        _script = script;
        _listener.Start();
        Url = new($"http://{_listener.LocalEndpoint}/cache");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>All so far, in the order in which they came.</summary>
    public IReadOnlyList<Asked> All => [.. _asked.OrderBy(asked => asked.Number)];

    public async ValueTask DisposeAsync()
    {
        // Stopped last: between two connections it may be about to be asked for the next.
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                var connection = client.GetStream();
                while (await ReadAsync(connection) is { } asked)
                {
                    _asked.Enqueue(asked);
                    if (asked.IsCutShort || !await _script(asked)(connection, _stop.Token))
                        return;
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client gave up, or the test is over.
            }
        }
    }

    private async Task<Asked?> ReadAsync(NetworkStream connection)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await connection.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", 2);
        var number = Interlocked.Increment(ref _count) - 1;
        var words = lines[0].Split(' ');
        var body = new byte[LengthIn(lines[1])];
        var read = 0;
        try
        {
            read = await connection.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, _stop.Token);
        }
        catch (IOException)
        {
            // The client closed the connection: what was received is recorded.
        }

        return new(number, words[0], words[1], lines[1], body[..read]) { IsCutShort = read < body.Length };
    }

    private static int LengthIn(string headers)
    {
        const string Name = "content-length:";
        var line = Array.Find(headers.Split("\r\n"), line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line[Name.Length..]);
    }
}
