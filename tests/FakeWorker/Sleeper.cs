using System.Diagnostics;
using System.Text.Json;

using Thumbs.Pool;

namespace Thumbs.FakeWorker;

/// <summary>A worker whose jobs take the time they name and no processor, so that many of it fit on few cores. It answers with the µs that a job took.</summary>
internal static class Sleeper
{
    public static void Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        using var output = Console.OpenStandardOutput();
        Write(output, new(WorkerProtocol.Version, Fatal: null, Id: null, Result: null));
        while (input.ReadLine() is { } line)
        {
            var start = Stopwatch.GetTimestamp();
            var order = JsonSerializer.Deserialize(line, FakeJson.Default.OrderFakeJob)!;

            // Each order is done before the next line is read: there is none left to give back.
            if (order.Job is null)
                continue;
            Thread.Sleep(TimeSpan.FromMicroseconds(order.Job.Microseconds));
            var taken = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            Write(output, new(Protocol: null, Fatal: null, order.Id, new FakeResult($"{taken}", Environment.ProcessId)));
        }
    }

    private static void Write(Stream output, Answer<FakeResult> answer)
    {
        JsonSerializer.Serialize(output, answer, FakeJson.Default.AnswerFakeResult);
        output.WriteByte((byte)'\n');
        output.Flush();
    }
}
