namespace Thumbs.FakeWorker;

/// <summary>Conditions that a fake worker can wait for.</summary>
internal static class Conditions
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    public static async Task FileExistsAsync(string path)
    {
        using var timer = new PeriodicTimer(LookEvery);
        while (!File.Exists(path))
            await timer.WaitForNextTickAsync();
    }

    public static Task ForeverAsync() => new TaskCompletionSource().Task;
}
