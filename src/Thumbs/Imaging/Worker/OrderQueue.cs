using System.Diagnostics;

using Thumbs.Files;
using Thumbs.Images;
using Thumbs.Pool;

namespace Thumbs.Imaging.Worker;

/// <summary>The orders that a worker has received and not begun.</summary>
/// <param name="giveBack">Answers an order that was revoked in time. Called while another job is being done.</param>
public sealed class OrderQueue(Action<long> giveBack)
{
    private readonly object _lock = new();
    private readonly LinkedList<Order<ImageJob>> _waiting = [];
    private bool _busy;
    private bool _ended;

    /// <summary>Waits a while for an order.</summary>
    /// <returns>Whether none came.</returns>
    public bool IsIdleFor(TimeSpan time)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && !_ended)
                Monitor.Wait(_lock, time);
            return _waiting.Count == 0 && !_ended;
        }
    }

    /// <summary>Receives orders from a stream until it ends; if a job is being done at that time, the process ends at once.</summary>
    public void Fill(Stream input)
    {
        var lines = new LineReader(input);
        while (lines.MoveNext())
            Add(OrderJson.Read(lines.Line.Span));

        lock (_lock)
        {
            // Native code cannot be interrupted, and a regular exit would wait for it.
            if (_busy)
                Process.GetCurrentProcess().Kill();
            _waiting.Clear();
            _ended = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Records that the job taken last is done, and only its answer is missing.</summary>
    public void Done()
    {
        lock (_lock)
            _busy = false;
    }

    /// <summary>Waits for the next order.</summary>
    /// <returns><see langword="null"/> at the end.</returns>
    public Order<ImageJob>? Take()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_ended)
                Monitor.Wait(_lock);
            if (_waiting.First is not { Value: var order })
                return null;
            _waiting.RemoveFirst();
            _busy = true;
            return order;
        }
    }

    private void Add(Order<ImageJob> order)
    {
        if (order.Job is null)
        {
            // On another thread: where the parent sends without reading, for as long as it sends, it has to be read here.
            if (Withdraw(order.Id))
                ThreadPool.UnsafeQueueUserWorkItem(_ => giveBack(order.Id), state: null);
            return;
        }

        lock (_lock)
        {
            _waiting.AddLast(order);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Removes a revoked order; one that has begun is answered as usual.</summary>
    private bool Withdraw(long id)
    {
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null; node = node.Next)
            {
                if (node.Value.Id != id)
                    continue;
                _waiting.Remove(node);
                return true;
            }
        }

        return false;
    }
}
