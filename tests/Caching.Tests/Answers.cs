using System.Text;

namespace Thumbs.Caching.Tests;

/// <summary>What servers do, right and wrong.</summary>
internal static class Answers
{
    private static readonly TimeSpan DripEvery = TimeSpan.FromMilliseconds(200);

    public static Answer NotFound { get; } = Status(404);

    /// <summary>Accepts, and sends nothing.</summary>
    public static Answer Hang { get; } = async (_, stop) =>
    {
        await new TaskCompletionSource().Task.WaitAsync(stop);
        return false;
    };

    /// <summary>Breaks the connection.</summary>
    public static Answer Hangup { get; } = (_, _) => Task.FromResult(false);

    public static Answer Status(int status, byte[]? body = null, string headers = "") => async (connection, stop) =>
    {
        await connection.WriteAsync(Head(status, body?.Length ?? 0, headers), stop);
        await connection.WriteAsync(body ?? [], stop);
        return true;
    };

    /// <summary>To HEAD: the headers of a body that is not sent.</summary>
    public static Answer HeadOf(int length) => Raw(Encoding.ASCII.GetString(Head(200, length)), keep: true);

    public static Answer Body(byte[] body) => Status(200, body);

    /// <summary>Half of what was announced.</summary>
    public static Answer HalfOf(byte[] body) => async (connection, stop) =>
    {
        await connection.WriteAsync(Head(200, body.Length), stop);
        await connection.WriteAsync(body.AsMemory(0, body.Length / 2), stop);
        return false;
    };

    public static Answer Raw(string text, bool keep = false) => async (connection, stop) =>
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes(text), stop);
        return keep;
    };

    /// <summary>A few bytes a second.</summary>
    public static Answer Drip(byte[] body, bool alsoHead) => async (connection, stop) =>
    {
        var head = Head(200, body.Length);
        if (!alsoHead)
            await connection.WriteAsync(head, stop);
        using var timer = new PeriodicTimer(DripEvery);
        foreach (var one in alsoHead ? [.. head, .. body] : body)
        {
            await timer.WaitForNextTickAsync(stop);
            await connection.WriteAsync(new[] { one }, stop);
        }

        return true;
    };

    /// <summary>Without an end, and without a length.</summary>
    public static Answer Endless { get; } = async (connection, stop) =>
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), stop);
        while (true)
            await connection.WriteAsync(new byte[4096], stop);
    };

    /// <summary>A valid answer after a delay.</summary>
    public static Answer After(TimeSpan time, Answer answer) => async (connection, stop) =>
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync(stop);
        return await answer(connection, stop);
    };

    private static byte[] Head(int status, int length, string headers = "") =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Whatever\r\nContent-Length: {length}\r\n{headers}\r\n");
}
