namespace Thumbs.Pool;

/// <summary>
/// Counts workers that ended before they said hello, one after the other, in the whole pool: a few in a row mean that none
/// will ever start. Workers killed from outside say little about that and are borne with for longer.
/// </summary>
internal sealed class StartFailures
{
    private const int FailuresAllowed = 2, KillsAllowed = 40;

    private readonly Lock gate = new();
    private int failures;
    private int kills;

    /// <summary>A worker has said hello.</summary>
    public void Started()
    {
        lock (gate)
            (failures, kills) = (0, 0);
    }

    /// <exception cref="PoolBrokenException">There were too many in a row.</exception>
    public void Failed(KillReason killed, int exitCode, string standardError)
    {
        lock (gate)
        {
            if (killed == KillReason.None && ProcessEnd.WasKilled(exitCode))
                kills++;
            else
                failures++;
            if (failures <= FailuresAllowed && kills <= KillsAllowed)
                return;
        }

        var how = killed switch
        {
            KillReason.StartTimeout => "did not say hello in time",
            KillReason.Garbled => "greeted with something that is no hello",
            _ => ProcessEnd.Describe(exitCode),
        };
        throw new PoolBrokenException(standardError.Length > 0 ? $"{how}: {standardError}" : how, saidByWorker: false);
    }
}
