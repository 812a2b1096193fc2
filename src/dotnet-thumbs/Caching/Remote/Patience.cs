namespace Thumbs.Caching.Remote;

/// <summary>
/// How long a run waits for a server in all: a purse of wall time. Waiting takes out of it, however many wait at once; what the
/// server gives puts some back, though never what was lost to faults. When it is empty, nobody waits any longer.
/// </summary>
/// <remarks>
/// Limits for each request alone would not do: a thousand requests may each be answered just in time. So a server has to be worth
/// its time, and one that is not costs no more than the purse.
/// </remarks>
internal sealed class Patience : IAsyncDisposable
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

    /// <param name="limit">What is in the purse.</param>
    /// <param name="exhausted">Called when it is empty, from any thread, while somebody waits.</param>
    /// <param name="time">The clock.</param>
    public Patience(TimeSpan limit, Action exhausted, TimeProvider time)
    {
        _limit = limit;
        _exhausted = exhausted;
        _time = time;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>This moment, for <see cref="Lose"/>.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Somebody waits, until <see cref="End"/>.</summary>
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

    /// <summary>The server gave something that is worth this time.</summary>
    public void Repay(TimeSpan worth)
    {
        lock (_lock)
        {
            Settle();
            Reduce(worth);
        }
    }

    /// <summary>What was waited since a moment was for nothing.</summary>
    public void Lose(long since)
    {
        lock (_lock)
        {
            var now = Settle();
            if (_waiting == 0)
                return;
            // Of those who wait at once, each loses the same time.
            var loss = _time.GetElapsedTime(Math.Max(since, Math.Max(_lastLoss, _waitingSince)), now);
            _lost += loss;
            Reduce(loss);
            _lastLoss = now;
        }
    }

    /// <summary>Once it has returned, nobody is called any longer.</summary>
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
