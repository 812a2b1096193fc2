namespace Thumbs.Tests;

/// <summary>Waits for a condition that another process brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10), Timeout = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Timeout);
        using var timer = new PeriodicTimer(LookEvery);
        while (!condition())
            await timer.WaitForNextTickAsync(limit.Token);
    }
}
