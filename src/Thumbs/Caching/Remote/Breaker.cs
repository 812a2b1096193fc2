namespace Thumbs.Caching.Remote;

/// <summary>
/// Decides when a server is not used for the rest of a run: after several faults in a row, a refusal, or when the wait budget is
/// spent. Requests in flight are cancelled at that moment.
/// </summary>
/// <remarks>
/// Polly's circuit breaker differs: it counts the share of failures in a span of time, tries again after a while, and lets
/// requests in flight finish.
/// </remarks>
public sealed class Breaker : IAsyncDisposable
{
    /// <summary>The requests in a row, each tried several times, that may fail; and how many damaged answers in all are no accident.</summary>
    public const int MostFaults = 3;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _open = new();
    private int _faults;
    private int _garbled;
    private bool _hasSucceeded;
    private string? _lastFault;

    /// <param name="limit">The wait budget: the wall time that faults and slow answers may cost.</param>
    /// <param name="time">The clock.</param>
    public Breaker(TimeSpan limit, TimeProvider time) =>
        WaitBudget = new(limit, () => Open($"takes more time than it saves, {limit.TotalSeconds:0.#} s by now"), time);

    public WaitBudget WaitBudget { get; }

    /// <summary>Cancelled when it opens.</summary>
    public CancellationToken Opened => _open.Token;

    /// <summary>Why it is open, as the end of "the server …"; <see langword="null"/> while it is closed.</summary>
    public string? Why { get; private set; }

    /// <summary>What is to be reported: <see cref="Why"/>, or the last fault where no request ever succeeded.</summary>
    public string? Complaint => Why ?? (_hasSucceeded ? null : _lastFault);

    /// <summary>The answers that were not what had been asked for.</summary>
    public int Garbled => Volatile.Read(ref _garbled);

    /// <summary>Whether a refusal opened it.</summary>
    public bool IsRefused { get; private set; }

    public void Succeed()
    {
        _hasSucceeded = true;
        Volatile.Write(ref _faults, 0);
    }

    /// <param name="fault">Of a request, after all attempts.</param>
    /// <param name="since">When the request began, by <see cref="WaitBudget"/>.</param>
    public void Fail(ServerFaultException fault, long since)
    {
        WaitBudget.Lose(since);
        _lastFault = fault.Message;
        if (fault.Kind == FaultKind.Garbled)
            Interlocked.Increment(ref _garbled);
        if (fault.Kind == FaultKind.Refusal || Interlocked.Increment(ref _faults) >= MostFaults)
            Open(fault.Message, fault.Kind == FaultKind.Refusal);
    }

    public async ValueTask DisposeAsync()
    {
        await WaitBudget.DisposeAsync();
        _open.Dispose();
    }

    private void Open(string why, bool isRefused = false)
    {
        lock (_lock)
        {
            if (Why is not null)
                return;
            (IsRefused, Why) = (isRefused, why);
        }

        _open.Cancel();
    }
}
