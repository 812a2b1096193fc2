namespace Thumbs.Caching.Remote;

/// <summary>
/// The budget of wall time that a run may spend waiting for the server. Time with requests in flight is subtracted, once however many
/// wait; each success adds some back, though never what faults have cost. When it is spent, all waiting ends.
/// </summary>
/// <remarks>
/// A limit for each request alone would not do: a thousand requests may each be answered just in time. A server that is too slow
/// costs no more than the budget.
/// </remarks>
public sealed class WaitBudget : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly Action _exhausted;
    private readonly ITimer _timer;

    private int _waiting;
    private long _settled;
    private long _waitingSince;
    private long _lastLoss;
    private TimeSpan _owed;
    private TimeSpan _lost;

    /// <param name="limit">The whole budget.</param>
    /// <param name="exhausted">Called when it is spent, from any thread, while a request is in flight.</param>
    /// <param name="time">The clock.</param>
    public WaitBudget(TimeSpan limit, Action exhausted, TimeProvider time)
    {
        _limit = limit;
        _exhausted = exhausted;
        _time = time;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>This moment, for <see cref="Lose"/>.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Starts the clock, until <see cref="End"/>.</summary>
    /// <returns>The moment, for <see cref="Lose"/>.</returns>
    public long Begin()
    {
        lock (_lock)
        {
            var now = Settle();
            if (_waiting++ == 0)
            {
                _waitingSince = now;
                Arm();
            }

            return now;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            Settle();
            _waiting--;
        }
    }

    /// <summary>Adds time back for a success.</summary>
    public void Repay(TimeSpan worth)
    {
        lock (_lock)
        {
            Settle();
            Reduce(worth);
        }
    }

    /// <summary>Subtracts the time since a moment for good: it was lost to a fault.</summary>
    public void Lose(long since)
    {
        lock (_lock)
        {
            var now = Settle();
            if (_waiting == 0)
                return;
            // Requests that fail at the same time lose that time once.
            var loss = _time.GetElapsedTime(Math.Max(since, Math.Max(_lastLoss, _waitingSince)), now);
            _lost += loss;
            Reduce(loss);
            _lastLoss = now;
        }
    }

    /// <summary>Afterwards the callback is not called any more.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        lock (_lock)
        {
            Settle();
            if (_waiting == 0)
                return;
            if (_owed + _lost < _limit)
            {
                Arm();
                return;
            }
        }

        _exhausted();
    }

    private long Settle()
    {
        var now = _time.GetTimestamp();
        if (_waiting > 0)
            _owed += _time.GetElapsedTime(_settled, now);
        _settled = now;
        return now;
    }

    private void Reduce(TimeSpan by) => _owed = _owed > by ? _owed - by : TimeSpan.Zero;

    private void Arm()
    {
        var left = _limit - _owed - _lost;
        // A timer counts whole milliseconds.
        _timer.Change(left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }
}
