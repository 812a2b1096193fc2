using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

using Thumbs.Pool;

namespace Thumbs.FakeWorker;

/// <summary>The worker's side of the protocol, with ways to violate it.</summary>
internal sealed class FakeWire
{
    private readonly Lock writing = new();
    private readonly Stream output = Console.OpenStandardOutput();
    private readonly BlockingCollection<Order<FakeJob>> orders = [];
    private readonly HashSet<long> waiting = [];

    public FakeWire()
    {
        new Thread(ReadInput) { IsBackground = true }.Start();
    }

    /// <summary>The jobs to do, without those that were revoked in time.</summary>
    public IEnumerable<Order<FakeJob>> Orders() => orders.GetConsumingEnumerable().Where(order => TakeWaiting(order.Id));

    public void Hello(int protocol, string? fatal) => Write(new(protocol, fatal, Id: null, Result: null));

    public void Answer(long id, string text) =>
        Write(new(Protocol: null, Fatal: null, id, new FakeResult(text, Environment.ProcessId)));

    public void WriteRaw(string text)
    {
        lock (writing)
        {
            output.Write(Encoding.UTF8.GetBytes(text));
            output.Flush();
        }
    }

    private void Write(Answer<FakeResult> answer) =>
        WriteRaw(JsonSerializer.Serialize(answer, FakeJson.Default.AnswerFakeResult) + "\n");

    private bool TakeWaiting(long id)
    {
        lock (waiting)
            return waiting.Remove(id);
    }

    private void ReadInput()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (input.ReadLine() is { } line)
        {
            var order = JsonSerializer.Deserialize(line, FakeJson.Default.OrderFakeJob)!;
            if (order.Job is not null)
            {
                lock (waiting)
                    waiting.Add(order.Id);
                orders.Add(order);
            }
            else if (TakeWaiting(order.Id))
            {
                Write(new(Protocol: null, Fatal: null, order.Id, Result: null));
            }
        }

        // The parent has closed the input or has ended.
        Environment.Exit(0);
    }
}
